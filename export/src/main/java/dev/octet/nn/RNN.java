package dev.octet.nn;

import java.util.List;

/**
 * Plain recurrent layer with tanh or ReLU, from zeros or from the state that follows the input.
 * Gives the output (…, hidden · directions) and the last state.
 */
public final class RNN extends Recurrent<RNN> {
  /** What each step ends with. */
  public enum Nonlinearity {
    TANH("tanh"),
    RELU("relu");

    private final String torchName;

    Nonlinearity(String torchName) {
      this.torchName = torchName;
    }

    String torchName() {
      return torchName;
    }
  }

  private final Nonlinearity nonlinearity;

  public RNN(long inputSize, long hiddenSize) {
    this(inputSize, hiddenSize, Nonlinearity.TANH);
  }

  public RNN(long inputSize, long hiddenSize, Nonlinearity nonlinearity) {
    super(1, inputSize, hiddenSize);
    this.nonlinearity = nonlinearity;
  }

  @Override
  RNN self() {
    return this;
  }

  @Override
  protected List<Variable> forward(List<Variable> inputs) {
    return run("rnn_" + nonlinearity.torchName(), 1, inputs);
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.rnn.RNN";
  }
}
