package dev.octet.nn;

import java.util.List;

/** One step of a plain recurrent layer; gives the new state. */
public final class RNNCell extends RecurrentCell {
  private final RNN.Nonlinearity nonlinearity;

  public RNNCell(long inputSize, long hiddenSize) {
    this(inputSize, hiddenSize, true, RNN.Nonlinearity.TANH);
  }

  public RNNCell(long inputSize, long hiddenSize, boolean bias, RNN.Nonlinearity nonlinearity) {
    super(1, inputSize, hiddenSize, bias);
    this.nonlinearity = nonlinearity;
  }

  @Override
  protected List<Variable> forward(List<Variable> inputs) {
    return step("rnn_" + nonlinearity.torchName() + "_cell", 1, inputs);
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.rnn.RNNCell";
  }
}
