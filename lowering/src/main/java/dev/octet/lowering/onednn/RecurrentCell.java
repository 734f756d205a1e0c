package dev.octet.lowering.onednn;

import com.google.common.primitives.ImmutableIntArray;
import java.lang.foreign.Arena;
import java.util.Optional;

/** The recurrent cells that the library knows, and how their weights stand to those of PyTorch. */
enum RecurrentCell {
  LSTM("lstm", ImmutableIntArray.of(0, 1, 2, 3)) {
    @Override
    Optional<PrimitiveDescription> describe(Arena arena, RecurrentShapes shapes) {
      return PrimitiveDescription.create(
          arena,
          Dnnl.LSTM,
          OneDnn.engine(),
          INFERENCE,
          shapes.direction(),
          shapes.input().handle(),
          shapes.state().handle(),
          shapes.state().handle(),
          shapes.inputWeights().handle(),
          shapes.stateWeights().handle(),
          Descriptor.NONE.handle(),
          Descriptor.NONE.handle(),
          shapes.bias().handle(),
          shapes.output().handle(),
          shapes.state().handle(),
          shapes.state().handle(),
          0,
          new Attributes(arena).finish());
    }
  },
  /** PyTorch applies the reset gate to the product of the state, its bias included. */
  GRU("gru", ImmutableIntArray.of(1, 0, 2)) {
    @Override
    Optional<PrimitiveDescription> describe(Arena arena, RecurrentShapes shapes) {
      return PrimitiveDescription.create(
          arena,
          Dnnl.LBR_GRU,
          OneDnn.engine(),
          INFERENCE,
          shapes.direction(),
          shapes.input().handle(),
          shapes.state().handle(),
          shapes.inputWeights().handle(),
          shapes.stateWeights().handle(),
          shapes.bias().handle(),
          shapes.output().handle(),
          shapes.state().handle(),
          0,
          new Attributes(arena).finish());
    }

    @Override
    int biases() {
      return 4;
    }
  },
  TANH("rnn_tanh", ImmutableIntArray.of(0)) {
    @Override
    Optional<PrimitiveDescription> describe(Arena arena, RecurrentShapes shapes) {
      return vanilla(arena, Eltwise.TANH, shapes);
    }
  },
  RELU("rnn_relu", ImmutableIntArray.of(0)) {
    @Override
    Optional<PrimitiveDescription> describe(Arena arena, RecurrentShapes shapes) {
      return vanilla(arena, Eltwise.RELU, shapes);
    }
  };

  private static final int INFERENCE = 96;

  private final String base;
  private final ImmutableIntArray gates;

  RecurrentCell(String base, ImmutableIntArray gates) {
    this.base = base;
    this.gates = gates;
  }

  /** The cell of an operator, by its name without overload. */
  static Optional<RecurrentCell> of(String base) {
    for (RecurrentCell cell : values()) {
      if (cell.base.equals(base)) {
        return Optional.of(cell);
      }
    }
    return Optional.empty();
  }

  /** The places that the library's gates have among those of PyTorch. */
  ImmutableIntArray gates() {
    return gates;
  }

  /** Rows of bias: one for each gate, and in a GRU another for the state's part of the last. */
  int biases() {
    return gates.length();
  }

  /** Asks the library for an implementation of one layer. */
  abstract Optional<PrimitiveDescription> describe(Arena arena, RecurrentShapes shapes);

  private static Optional<PrimitiveDescription> vanilla(
      Arena arena, Eltwise function, RecurrentShapes shapes) {
    return PrimitiveDescription.create(
        arena,
        Dnnl.VANILLA_RNN,
        OneDnn.engine(),
        INFERENCE,
        function.code,
        shapes.direction(),
        shapes.input().handle(),
        shapes.state().handle(),
        shapes.inputWeights().handle(),
        shapes.stateWeights().handle(),
        shapes.bias().handle(),
        shapes.output().handle(),
        shapes.state().handle(),
        0,
        0f,
        0f,
        new Attributes(arena).finish());
  }
}
