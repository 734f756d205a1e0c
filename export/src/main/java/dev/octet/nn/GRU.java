package dev.octet.nn;

import java.util.List;

/**
 * Gated recurrent unit, from zeros or from the state that follows the input. Gives the output (…,
 * hidden · directions) and the last state.
 */
public final class GRU extends Recurrent<GRU> {
  private static final int GATES = 3;

  public GRU(long inputSize, long hiddenSize) {
    super(GATES, inputSize, hiddenSize);
  }

  @Override
  GRU self() {
    return this;
  }

  @Override
  protected List<Variable> forward(List<Variable> inputs) {
    return run("gru", 1, inputs);
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.rnn.GRU";
  }
}
