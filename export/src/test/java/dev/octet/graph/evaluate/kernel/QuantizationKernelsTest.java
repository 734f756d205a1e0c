package dev.octet.graph.evaluate.kernel;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.op.Argument;
import dev.octet.op.Binding;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.OpSchema;
import dev.octet.op.Ops;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The arithmetic of quantization, where other formulas that look alike differ. */
final class QuantizationKernelsTest {
  private static final Argument INT8 = new Argument.Type(DType.INT8);

  private static Tensor run(String name, List<Tensor> tensors, Argument... arguments) {
    OpSchema schema = OpCatalog.standard().get(OpName.parse("quantized_decomposed." + name));
    Kernel kernel = KernelTable.standard().find(schema.name()).orElseThrow();
    return (Tensor)
        kernel.compute(
            new KernelArguments(
                Ops.of(schema, Binding.bind(schema, List.of(arguments), Map.of())),
                List.copyOf(tensors),
                Arena.ofAuto()));
  }

  private static Tensor quantize(Tensor input, double scale, long zeroPoint) {
    return run(
        "quantize_per_tensor.default",
        List.of(input),
        new Argument.Operand(0),
        Argument.of(scale),
        Argument.of(zeroPoint),
        Argument.of(-128),
        Argument.of(127),
        INT8);
  }

  @Test
  void halfwayPointsGoToTheEvenNeighbour() {
    Tensor input = Tensor.of(new float[] {0.5f, 1.5f, 2.5f, -0.5f, -1.5f, 200, -200}, 7);
    assertThat(quantize(input, 1, 0).toLongArray())
        .asList()
        .containsExactly(0L, 2L, 2L, 0L, -2L, 127L, -128L)
        .inOrder();
    assertThat(quantize(input, 1, 1).toLongArray())
        .asList()
        .containsExactly(1L, 3L, 3L, 1L, -1L, 127L, -128L)
        .inOrder();
  }

  @Test
  void theReciprocalIsMultipliedNotTheScaleDivided() {
    // Of the points k + 1/2 on this grid some land elsewhere when the scale is divided by.
    double scale = 0.0235294122248888;
    float inverse = (float) (1.0 / scale);
    float[] points = new float[200];
    long[] expected = new long[points.length];
    boolean differs = false;
    for (int i = 0; i < points.length; i++) {
      points[i] = (float) ((i - 100 + 0.5) * scale);
      expected[i] = (long) Math.rint(points[i] * inverse);
      differs |= expected[i] != (long) Math.rint(points[i] / (float) scale);
    }
    assertThat(differs).isTrue();
    assertThat(quantize(Tensor.of(points, points.length), scale, 0).toLongArray())
        .isEqualTo(expected);
  }

  @Test
  void nanBecomesZero() {
    assertThat(quantize(Tensor.of(new float[] {Float.NaN}, 1), 0.1, 5).getLong(0)).isEqualTo(0);
  }

  @Test
  void sixteenBitInputIsWidenedFirst() {
    Tensor input = Tensor.allocate(DType.BFLOAT16, Shape.of(1));
    input.setDouble(0, 1.0);
    // 100.6 steps; bfloat16 would have made 100.5 of it, and 100 of that.
    assertThat(quantize(input, 1 / 100.6, 0).getLong(0)).isEqualTo(101);
  }

  @Test
  void bfloat16OutputRoundsAfterEachStep() {
    Tensor quantized = Tensor.allocate(DType.UINT8, Shape.of(1));
    quantized.setLong(0, 255);
    OpSchema schema =
        OpCatalog.standard()
            .get(OpName.parse("quantized_decomposed.dequantize_per_tensor.default"));
    List<Argument> arguments =
        List.of(
            new Argument.Operand(0),
            Argument.of(0.1),
            Argument.of(-4),
            Argument.of(0),
            Argument.of(255),
            new Argument.Type(DType.UINT8));
    Map<String, Argument> output = Map.of("out_dtype", new Argument.Type(DType.BFLOAT16));
    Tensor result =
        (Tensor)
            KernelTable.standard()
                .find(schema.name())
                .orElseThrow()
                .compute(
                    new KernelArguments(
                        Ops.of(schema, Binding.bind(schema, arguments, output)),
                        List.of(quantized),
                        Arena.ofAuto()));
    // 259 becomes 260 before it is multiplied; rounding once would give 25.875.
    assertThat(result.getFloat(0)).isEqualTo(26f);
  }

  @Test
  void errorsNameTheOperator() {
    InputException zero =
        assertThrows(InputException.class, () -> quantize(Tensor.of(new float[] {1}, 1), 0, 0));
    assertThat(zero)
        .hasMessageThat()
        .isEqualTo("quantized_decomposed.quantize_per_tensor.default: scale is 0");
    InputException type =
        assertThrows(InputException.class, () -> quantize(Tensor.of(new long[] {1}, 1), 1, 0));
    assertThat(type).hasMessageThat().contains("expected one of");
  }
}
