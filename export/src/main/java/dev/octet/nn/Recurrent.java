package dev.octet.nn;

import com.google.common.collect.ImmutableList;
import dev.octet.nn.trace.Callee;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the recurrent layers share. Input (length, N, in), or (N, length, in) with {@code
 * batchFirst}, or (length, in). Settings are made before the layer is first used.
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

  /** Calls the operator with zeros as first states; gives the output and the last states. */
  final List<Variable> run(String operator, int states, Variable x) {
    int rank = x.dim();
    if (rank != 2 && rank != 3) {
      throw new InputException(typeName() + " takes 2 or 3 dimensions, found " + x.type());
    }
    int batchDimension = batchFirst ? 0 : 1;
    Variable input = rank == 3 ? x : x.unsqueeze(batchDimension);
    Size batch = input.size(batchDimension);
    List<Variable> start = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      start.add(
          Torch.zeros(
              x.dtype(), Size.of((long) layers * directions()), batch, Size.of(hiddenSize)));
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

  /** The output, then the last states. */
  @Override
  protected abstract List<Variable> forward(List<Variable> inputs);

  final Variable onlyInput(List<Variable> inputs) {
    if (inputs.size() != 1) {
      throw new InputException(
          typeName()
              + " takes one input and starts from zeros, found "
              + inputs.size()
              + " inputs");
    }
    return inputs.getFirst();
  }

  @Override
  public final List<String> argumentNames() {
    return ImmutableList.of("input");
  }
}
