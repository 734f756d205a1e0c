package dev.octet.nn;

import java.util.List;

/** One step of a gated recurrent unit; gives the new state. */
public final class GRUCell extends RecurrentCell {
  private static final int GATES = 3;

  public GRUCell(long inputSize, long hiddenSize) {
    this(inputSize, hiddenSize, true);
  }

  public GRUCell(long inputSize, long hiddenSize, boolean bias) {
    super(GATES, inputSize, hiddenSize, bias);
  }

  @Override
  protected List<Variable> forward(List<Variable> inputs) {
    return step("gru_cell", 1, inputs);
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.rnn.GRUCell";
  }
}
