package dev.octet.nn;

import dev.octet.nn.trace.Callee;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a recurrent layer. Input (N, in) or (in), then the states, (N, hidden) or (hidden);
 * states left out are zeros.
 */
abstract sealed class RecurrentCell extends Module permits LSTMCell, GRUCell, RNNCell {
  private final long hiddenSize;
  private final State weightIh;
  private final State weightHh;
  private final @Nullable State biasIh;
  private final @Nullable State biasHh;

  RecurrentCell(int gates, long inputSize, long hiddenSize, boolean biased) {
    this.hiddenSize = hiddenSize;
    long rows = gates * hiddenSize;
    Initializer initializer = Initializer.fanIn(hiddenSize);
    this.weightIh = parameter("weight_ih", initializer, rows, inputSize);
    this.weightHh = parameter("weight_hh", initializer, rows, hiddenSize);
    this.biasIh = biased ? parameter("bias_ih", initializer, rows) : null;
    this.biasHh = biased ? parameter("bias_hh", initializer, rows) : null;
  }

  /** Calls the operator; gives the new states. */
  final List<Variable> step(String operator, int states, List<Variable> inputs) {
    if (inputs.size() != 1 && inputs.size() != 1 + states) {
      throw new InputException(
          typeName()
              + " takes an input and "
              + states
              + " states or none, found "
              + inputs.size()
              + " inputs");
    }
    Variable x = inputs.getFirst();
    boolean batched = x.dim() == 2;
    Variable input = batched ? x : x.unsqueeze(0);
    List<Variable> before = new ArrayList<>();
    if (inputs.size() == 1) {
      Variable zeros = Torch.zeros(x.dtype(), input.size(0), Size.of(hiddenSize));
      for (int i = 0; i < states; i++) {
        before.add(zeros);
      }
    } else {
      inputs
          .subList(1, inputs.size())
          .forEach(state -> before.add(batched ? state : state.unsqueeze(0)));
    }
    List<Variable> after =
        Dispatch.many(
            Callee.torch(operator),
            operator + ".default",
            input,
            states == 1 ? before.getFirst() : before,
            weightIh.get(),
            weightHh.get(),
            biasIh == null ? null : biasIh.get(),
            biasHh == null ? null : biasHh.get());
    return batched ? after : after.stream().map(state -> state.squeeze(0)).toList();
  }

  @Override
  public final List<String> argumentNames() {
    return List.of("input", "hx", "cx");
  }
}
