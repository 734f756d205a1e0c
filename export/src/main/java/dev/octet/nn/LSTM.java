package dev.octet.nn;

import java.util.List;

/**
 * Long short-term memory, from zeros or from the hidden and cell state that follow the input. Gives
 * the output (…, hidden · directions), the last hidden and the last cell state.
 */
public final class LSTM extends Recurrent<LSTM> {
  private static final int GATES = 4;

  public LSTM(long inputSize, long hiddenSize) {
    super(GATES, inputSize, hiddenSize);
  }

  @Override
  LSTM self() {
    return this;
  }

  @Override
  protected List<Variable> forward(List<Variable> inputs) {
    return run("lstm", 2, inputs);
  }

  @Override
  public List<String> argumentNames() {
    return List.of("input", "hx_0", "hx_1");
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.rnn.LSTM";
  }
}
