package dev.octet.lowering.plan;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Space;
import dev.octet.lowering.kernel.Strides;
import dev.octet.op.Argument;
import dev.octet.op.Op;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.Ops;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Where parts of a buffer lie: three matrices of four rows of five. */
final class SlicesTest {
  private static final Buffer SOURCE =
      Buffer.of(
          Buffer.Owner.FRAME,
          Space.HOST,
          0,
          DType.FLOAT32,
          Shape.of(3, 4, 5),
          Strides.rowMajor(Shape.of(3, 4, 5)));

  private static Op op(String name, String overload, long... arguments) {
    List<Argument> all = new ArrayList<>(List.of(new Argument.Operand(0)));
    LongStream.of(arguments).forEach(value -> all.add(Argument.of(value)));
    return Ops.of(OpCatalog.standard().get(OpName.aten(name, overload)), all);
  }

  private static void lies(Buffer part, Shape shape, long element, long... strides) {
    assertThat(part.shape()).isEqualTo(shape);
    assertThat(part.strides().toArray()).isEqualTo(strides);
    assertThat(part.displacement()).isEqualTo(element * Float.BYTES);
    assertThat(part.base()).isEqualTo(SOURCE);
  }

  @Test
  void anIndexMayCountFromTheEnd() {
    lies(Slices.select(SOURCE, op("select", "int", 1, 2)), Shape.of(3, 5), 10, 20, 1);
    lies(Slices.select(SOURCE, op("select", "int", -2, -1)), Shape.of(3, 5), 15, 20, 1);
  }

  @Test
  void aRangeBeginsWithinItsDimension() {
    Shape rows = Shape.of(3, 2, 5);
    lies(slice(rows, 1, -3, 4, 2), rows, 5, 20, 10, 1);
    Shape all = Shape.of(3, 4, 5);
    lies(slice(all, -2, -9, 4, 1), all, 0, 20, 5, 1);
    Shape none = Shape.of(3, 0, 5);
    lies(slice(none, 1, 9, 12, 1), none, 0, 20, 5, 1);
  }

  private static Buffer slice(Shape shape, long... arguments) {
    return Slices.slice(SOURCE, op("slice", "Tensor", arguments), shape);
  }

  @Test
  void anEmptyPartLiesWithinTheMemory() {
    List<Buffer> parts = Slices.split(SOURCE, 1, List.of(Shape.of(3, 4, 5), Shape.of(3, 0, 5)));
    lies(parts.get(0), Shape.of(3, 4, 5), 0, 20, 5, 1);
    lies(parts.get(1), Shape.of(3, 0, 5), 0, 20, 5, 1);
  }
}
