package dev.octet.lowering.onednn;

import dev.octet.lowering.kernel.Strides;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import java.lang.foreign.Arena;

/**
 * What one recurrent layer reads and writes, as the library sees it.
 *
 * @param direction the library's number
 * @param input (time, batch, features)
 * @param state (1, directions, batch, width), before the first step and after the last
 * @param inputWeights (1, directions, features, gates, width), in whatever layout the library likes
 * @param stateWeights (1, directions, width, gates, width), the same
 * @param bias (1, directions, rows of bias, width)
 * @param output (time, batch, directions · width)
 */
record RecurrentShapes(
    int direction,
    Descriptor input,
    Descriptor state,
    Descriptor inputWeights,
    Descriptor stateWeights,
    Descriptor bias,
    Descriptor output) {
  private static final int FORWARDS = 1;
  private static final int BOTH_SIDE_BY_SIDE = 3;

  static RecurrentShapes of(
      Arena arena,
      RecurrentCell cell,
      long time,
      long batch,
      long features,
      long width,
      long directions) {
    int gates = cell.gates().length();
    return new RecurrentShapes(
        directions == 1 ? FORWARDS : BOTH_SIDE_BY_SIDE,
        plain(arena, Shape.of(time, batch, features)),
        plain(arena, Shape.of(1, directions, batch, width)),
        Descriptor.any(arena, DType.FLOAT32, Shape.of(1, directions, features, gates, width)),
        Descriptor.any(arena, DType.FLOAT32, Shape.of(1, directions, width, gates, width)),
        plain(arena, Shape.of(1, directions, cell.biases(), width)),
        plain(arena, Shape.of(time, batch, directions * width)));
  }

  private static Descriptor plain(Arena arena, Shape shape) {
    return Descriptor.strided(arena, DType.FLOAT32, shape, Strides.rowMajor(shape).toArray());
  }
}
