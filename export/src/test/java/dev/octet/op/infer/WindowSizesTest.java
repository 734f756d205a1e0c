package dev.octet.op.infer;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.op.Argument;
import dev.octet.op.Binding;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.OpSchema;
import dev.octet.op.Ops;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Sizes of convolutions, pools and resized images, with symbols in the forms that exported programs
 * have.
 */
final class WindowSizesTest {
  private static final SymInt S = SymInt.symbol("s53");
  private static final TensorType IMAGE = f32(1, 3, S, 12);

  private static TensorType f32(Object... sizes) {
    return new TensorType(
        DType.FLOAT32,
        Arrays.stream(sizes)
            .map(s -> s instanceof SymInt symbol ? symbol : SymInt.of(((Number) s).longValue()))
            .toList());
  }

  private static Argument ints(long... values) {
    return Argument.ints(Arrays.stream(values).boxed().toList());
  }

  /** The first result; the operands are bound to the first parameters. */
  private static ValueType infer(String name, List<ValueType> operands, Argument... rest) {
    OpSchema schema = OpCatalog.standard().get(OpName.parse(name));
    Argument[] all = new Argument[operands.size() + rest.length];
    Arrays.setAll(
        all, i -> i < operands.size() ? new Argument.Operand(i) : rest[i - operands.size()]);
    return TypeInference.standard()
        .infer(Ops.of(schema, Binding.bind(schema, List.of(all), Map.of())), operands)
        .getFirst();
  }

  @Test
  void stridedConvolutionHalves() {
    ValueType result =
        infer(
            "aten.conv2d.default",
            List.of(IMAGE, f32(8, 3, 3, 3)),
            Argument.NONE,
            ints(2, 2),
            ints(1, 1));
    assertThat(result).isEqualTo(f32(1, 8, SymInt.parse("((s53 - 1)//2) + 1"), 6));
  }

  @Test
  void transposedConvolutionDoubles() {
    ValueType result =
        infer(
            "aten.conv_transpose2d.input",
            List.of(IMAGE, f32(3, 4, 3, 3)),
            Argument.NONE,
            ints(2, 2),
            ints(1, 1),
            ints(1, 1));
    assertThat(result).isEqualTo(f32(1, 4, S.multiply(2), 24));
  }

  @Test
  void samePaddingKeepsTheSizes() {
    ValueType result =
        infer(
            "aten.conv2d.padding",
            List.of(IMAGE, f32(8, 3, 4, 2)),
            Argument.NONE,
            ints(1, 1),
            Argument.of("same"));
    assertThat(result).isEqualTo(f32(1, 8, S, 12));
  }

  @Test
  void poolsRoundUpOnlyOnDemand() {
    List<ValueType> image = List.of(IMAGE);
    assertThat(infer("aten.max_pool2d.default", image, ints(3, 3), ints(2, 2), ints(1, 1)))
        .isEqualTo(f32(1, 3, SymInt.parse("((s53 - 1)//2) + 1"), 6));
    assertThat(
            infer(
                "aten.max_pool2d.default",
                image,
                ints(3, 3),
                ints(2, 2),
                ints(1, 1),
                ints(1, 1),
                Argument.of(true)))
        .isEqualTo(f32(1, 3, SymInt.parse("(s53//2) + 1"), 7));
  }

  @Test
  void lastWindowMustStartInsideTheImage() {
    for (long size = 3; size < 9; size++) {
      Argument[] arguments = {ints(2, 2), ints(2, 2), ints(1, 1), ints(1, 1), Argument.of(true)};
      TensorType fixed =
          (TensorType) infer("aten.max_pool2d.default", List.of(f32(1, 1, size, 4)), arguments);
      TensorType open =
          (TensorType) infer("aten.max_pool2d.default", List.of(f32(1, 1, S, 4)), arguments);
      assertThat(fixed.size(2).constant()).isEqualTo(size / 2 + 1);
      assertThat(open.size(2).evaluate(Map.of("s53", size))).isEqualTo(size / 2 + 1);
    }
  }

  @Test
  void factorsScaleSizes() {
    Argument factors = new Argument.ListOf(List.of(Argument.of(2.0), Argument.of(1.7)));
    assertThat(infer("aten.upsample_nearest2d.vec", List.of(IMAGE), Argument.NONE, factors))
        .isEqualTo(f32(1, 3, S.multiply(2), 20));
    Argument uneven = new Argument.ListOf(List.of(Argument.of(1.7), Argument.of(2.0)));
    TensorType result =
        (TensorType) infer("aten.upsample_nearest2d.vec", List.of(IMAGE), Argument.NONE, uneven);
    assertThat(result.size(2)).isEqualTo(SymInt.parse("TruncToInt(1.7*ToFloat(s53))"));
    assertThat(result.size(2).evaluate(Map.of("s53", 10L))).isEqualTo(17);
  }

  @Test
  void refusalsNameOperatorAndSizes() {
    assertThat(refusal("aten.conv2d.default", List.of(f32(1, 4, 8, 8), f32(8, 3, 3, 3))))
        .isEqualTo(
            "aten.conv2d.default: the input f32[1, 4, 8, 8] has 4 channels, the weight f32[8, 3, 3,"
                + " 3] with 1 groups expects 3");
    assertThat(refusal("aten.conv2d.default", List.of(f32(1, 3, 2, 2), f32(8, 3, 3, 3))))
        .contains("the window does not fit");
    assertThat(refusal("aten.conv2d.default", List.of(f32(3, 8), f32(8, 3, 3, 3))))
        .contains("expected 3 or 4 dimensions");
    assertThat(
            refusal("aten.max_pool2d.default", List.of(IMAGE), ints(2, 2), ints(2, 2), ints(2, 2)))
        .contains("padding [2, 2] is more than half of the kernel [2, 2]");
  }

  private static String refusal(String name, List<ValueType> operands, Argument... rest) {
    return String.valueOf(
        assertThrows(InputException.class, () -> infer(name, operands, rest)).getMessage());
  }
}
