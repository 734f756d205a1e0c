package dev.octet.nn;

import com.google.common.collect.ImmutableList;
import dev.octet.nn.trace.Callee;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the recurrent layers share. Input (length, N, in), or (N, length, in) with {@code
 * batchFirst}, or (length, in); then perhaps the first states, (layers · directions, N, hidden) or
 * (layers · directions, hidden), which are zeros if left out. Settings are made before the layer is
 * first used.
 */
abstract sealed class Recurrent<L extends Recurrent<L>> extends Module permits LSTM, GRU, RNN {
  private final int gates;
  private final long inputSize;
  final long hiddenSize;
  private int layers = 1;
  private boolean biased = true;
  private boolean batchFirst;
  private double dropout;
  private boolean bidirectional;
  private final List<State> weights = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  Recurrent(int gates, long inputSize, long hiddenSize) {
    this.gates = gates;
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    register();
  }

  abstract L self();

  private void register() {
    names.forEach(this::remove);
    names.clear();
    weights.clear();
    long rows = gates * hiddenSize;
    for (int layer = 0; layer < layers; layer++) {
      long width = layer == 0 ? inputSize : hiddenSize * directions();
      for (int direction = 0; direction < directions(); direction++) {
        String suffix = "_l" + layer + (direction == 0 ? "" : "_reverse");
        register("weight_ih" + suffix, rows, width);
        register("weight_hh" + suffix, rows, hiddenSize);
        if (biased) {
          register("bias_ih" + suffix, rows);
          register("bias_hh" + suffix, rows);
        }
      }
    }
  }

  private void register(String name, long... sizes) {
    names.add(name);
    weights.add(parameter(name, Initializer.fanIn(hiddenSize), sizes));
  }

  private int directions() {
    return bidirectional ? 2 : 1;
  }

  /** How many layers lie on top of each other. */
  public L layers(int value) {
    layers = value;
    register();
    return self();
  }

  public L bias(boolean value) {
    biased = value;
    register();
    return self();
  }

  public L batchFirst(boolean value) {
    batchFirst = value;
    return self();
  }

  /** Noted in the graph; it acts in training only. */
  public L dropout(double value) {
    dropout = value;
    return self();
  }

  public L bidirectional(boolean value) {
    bidirectional = value;
    register();
    return self();
  }

  /**
   * Calls the operator; gives the output and the last states.
   *
   * @param inputs the input, then all first states or none, which makes them zeros
   */
  final List<Variable> run(String operator, int states, List<Variable> inputs) {
    if (inputs.size() != 1 && inputs.size() != 1 + states) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s takes an input, and %d first state(s) or none, found %d inputs",
              typeName(),
              states,
              inputs.size()));
    }
    Variable x = inputs.getFirst();
    int rank = x.dim();
    if (rank != 2 && rank != 3) {
      throw new InputException(typeName() + " takes 2 or 3 dimensions, found " + x.type());
    }
    int batchDimension = batchFirst ? 0 : 1;
    List<Variable> given = inputs.subList(1, inputs.size());
    given.forEach(state -> check(state, x, batchDimension));
    Variable input = rank == 3 ? x : x.unsqueeze(batchDimension);
    List<Variable> start = new ArrayList<>();
    if (given.isEmpty()) {
      Size batch = input.size(batchDimension);
      for (int i = 0; i < states; i++) {
        start.add(Torch.zeros(x.dtype(), Size.of(depth()), batch, Size.of(hiddenSize)));
      }
    } else {
      given.forEach(state -> start.add(rank == 3 ? state : state.unsqueeze(1)));
    }
    List<Variable> results =
        Dispatch.many(
            Callee.torch(operator),
            operator + ".input",
            input,
            states == 1 ? start.getFirst() : start,
            weights.stream().map(State::get).toList(),
            biased,
            layers,
            dropout,
            false,
            bidirectional,
            batchFirst);
    if (rank == 3) {
      return results;
    }
    List<Variable> unbatched = new ArrayList<>();
    unbatched.add(results.getFirst().squeeze(batchDimension));
    results.subList(1, results.size()).forEach(state -> unbatched.add(state.squeeze(1)));
    return unbatched;
  }

  /** First states have the shape (layers · directions, N, hidden), or no N where x has none. */
  private void check(Variable state, Variable x, int batchDimension) {
    List<SymInt> expected = new ArrayList<>(List.of(SymInt.of(depth()), SymInt.of(hiddenSize)));
    if (x.dim() == 3) {
      expected.add(1, x.type().size(batchDimension));
    }
    List<SymInt> found = state.type().sizes();
    boolean fits = found.size() == expected.size() && state.dtype() == x.dtype();
    for (int i = 0; fits && i < found.size(); i++) {
      SymInt a = found.get(i);
      SymInt b = expected.get(i);
      fits = !a.isConstant() || !b.isConstant() || a.equals(b);
    }
    if (!fits) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s got a first state %s, expected %s%s for the input %s",
              typeName(),
              state.type(),
              x.dtype().torchName(),
              expected,
              x.type()));
    }
  }

  private long depth() {
    return (long) layers * directions();
  }

  /** The output, then the last states. */
  @Override
  protected abstract List<Variable> forward(List<Variable> inputs);

  @Override
  public List<String> argumentNames() {
    return ImmutableList.of("input", "hx");
  }
}
