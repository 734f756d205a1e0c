package dev.octet.nn;

import java.util.List;

/** One step of long short-term memory; gives the new hidden and the new cell state. */
public final class LSTMCell extends RecurrentCell {
  private static final int GATES = 4;

  public LSTMCell(long inputSize, long hiddenSize) {
    this(inputSize, hiddenSize, true);
  }

  public LSTMCell(long inputSize, long hiddenSize, boolean bias) {
    super(GATES, inputSize, hiddenSize, bias);
  }

  @Override
  protected List<Variable> forward(List<Variable> inputs) {
    return step("lstm_cell", 2, inputs);
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.rnn.LSTMCell";
  }
}
