package dev.octet.lowering;

import dev.octet.graph.Value;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Programs of one embedding or indexing, of random sizes out of some. */
final class IndexPrograms {
  /** The inputs of {@link Agreement} are integers from 0 to 99: so long is what they index. */
  private static final long ROWS = 100;

  private final long[] sizes;

  IndexPrograms(long... sizes) {
    this.sizes = sizes;
  }

  private long pick(Random random) {
    return sizes[random.nextInt(sizes.length)];
  }

  ExportedProgram embedding(long seed, DType indices) {
    return ProgramSketch.of(
        seed,
        at -> {
          Value weight = at.weights(ROWS, pick(at.random()));
          Value index = at.input(indices, pick(at.random()), pick(at.random()));
          return List.of(at.at().call(AtenOps.EMBEDDING, weight, index));
        });
  }

  /** Rows that are so long, picked by int64 indices of this shape. */
  static ExportedProgram embedding(long length, long... indices) {
    return ProgramSketch.of(
        2,
        at ->
            List.of(
                at.at()
                    .call(
                        AtenOps.EMBEDDING,
                        at.weights(ROWS, length),
                        at.input(DType.INT64, indices))));
  }

  /**
   * Of a tensor of three dimensions.
   *
   * @param fromTheEnd whether the operator counts the dimension from the end
   */
  ExportedProgram indexSelect(long seed, int dim, boolean fromTheEnd) {
    return ProgramSketch.of(
        seed,
        at -> {
          long[] shape = {pick(at.random()), pick(at.random()), pick(at.random())};
          shape[dim] = ROWS;
          return List.of(
              at.at()
                  .call(
                      OpName.aten("index_select", "default"),
                      at.input(DType.FLOAT32, shape),
                      (long) dim - (fromTheEnd ? 3 : 0),
                      at.input(DType.INT64, pick(at.random()))));
        });
  }

  /**
   * Index tensors of different shapes for neighbouring dimensions of three, in front, in the middle
   * or behind.
   */
  ExportedProgram index(long seed, DType elements) {
    return ProgramSketch.of(
        seed,
        at -> {
          Random random = at.random();
          int first = random.nextInt(3);
          int count = 1 + random.nextInt(3 - first);
          long[] shape = {pick(random), pick(random), pick(random)};
          List<Object> indices = new ArrayList<>();
          for (int i = 0; i < first; i++) {
            indices.add(null);
          }
          long rows = pick(random);
          long columns = pick(random);
          for (int i = first; i < first + count; i++) {
            shape[i] = ROWS;
            indices.add(
                switch (random.nextInt(3)) {
                  case 0 -> at.input(DType.INT64, columns);
                  case 1 -> at.input(DType.INT64, rows, 1);
                  default -> at.input(DType.INT32, rows, columns);
                });
          }
          return List.of(index(at, at.input(elements, shape), indices));
        });
  }

  static Value index(ProgramSketch at, Value value, List<Object> indices) {
    return at.at().node(OpName.aten("index", "Tensor"), List.of(value, indices), Map.of()).result();
  }
}
