package dev.octet.graph.evaluate.kernel;

/**
 * One step of a recurrent cell for one sequence. Gates lie one after another, each as wide as the
 * cell: input, forget, cell, output of an LSTM; reset, update, new of a GRU.
 */
enum RecurrentCell {
  LSTM(4) {
    @Override
    void step(
        Numbers fromInput,
        int x,
        Numbers fromHidden,
        int h,
        int width,
        Numbers cell,
        int c,
        Numbers out,
        int at) {
      for (int i = 0; i < width; i++) {
        double input = sigmoid(fromInput.get(x + i) + fromHidden.get(h + i));
        double forget = sigmoid(fromInput.get(x + width + i) + fromHidden.get(h + width + i));
        double candidate =
            Math.tanh(fromInput.get(x + 2 * width + i) + fromHidden.get(h + 2 * width + i));
        double output =
            sigmoid(fromInput.get(x + 3 * width + i) + fromHidden.get(h + 3 * width + i));
        cell.set(c + i, forget * cell.get(c + i) + input * candidate);
        out.set(at + i, output * Math.tanh(cell.get(c + i)));
      }
    }
  },
  GRU(3) {
    @Override
    void step(
        Numbers fromInput,
        int x,
        Numbers fromHidden,
        int h,
        int width,
        Numbers cell,
        int c,
        Numbers out,
        int at) {
      for (int i = 0; i < width; i++) {
        double reset = sigmoid(fromInput.get(x + i) + fromHidden.get(h + i));
        double update = sigmoid(fromInput.get(x + width + i) + fromHidden.get(h + width + i));
        double candidate =
            Math.tanh(fromInput.get(x + 2 * width + i) + reset * fromHidden.get(h + 2 * width + i));
        out.set(at + i, (out.get(at + i) - candidate) * update + candidate);
      }
    }
  },
  TANH(1) {
    @Override
    void step(
        Numbers fromInput,
        int x,
        Numbers fromHidden,
        int h,
        int width,
        Numbers cell,
        int c,
        Numbers out,
        int at) {
      for (int i = 0; i < width; i++) {
        out.set(at + i, Math.tanh(fromInput.get(x + i) + fromHidden.get(h + i)));
      }
    }
  },
  RELU(1) {
    @Override
    void step(
        Numbers fromInput,
        int x,
        Numbers fromHidden,
        int h,
        int width,
        Numbers cell,
        int c,
        Numbers out,
        int at) {
      for (int i = 0; i < width; i++) {
        out.set(at + i, Math.max(fromInput.get(x + i) + fromHidden.get(h + i), 0));
      }
    }
  };

  private final int gates;

  RecurrentCell(int gates) {
    this.gates = gates;
  }

  int gates() {
    return gates;
  }

  /**
   * One step.
   *
   * @param fromInput at {@code x}: input times weights plus bias, for all gates
   * @param fromHidden at {@code h}: the same of the hidden state
   * @param cell at {@code c}: the cell state of an LSTM, which is updated
   * @param out at {@code at}: the hidden state before (read by the GRU) and after the step
   */
  abstract void step(
      Numbers fromInput,
      int x,
      Numbers fromHidden,
      int h,
      int width,
      Numbers cell,
      int c,
      Numbers out,
      int at);

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
