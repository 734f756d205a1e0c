package dev.octet.lowering.fuse;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.fuse.Fused.GRID;
import static dev.octet.lowering.fuse.Fused.OTHER;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.op.AtenOps;
import dev.octet.op.QuantizedOps;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** A product of floats rounds its result itself where nobody needs the integers. */
final class RoundingTest {
  private static final TensorType FLOATS = TensorType.of(DType.FLOAT32, 2, 4);

  /** A product of floats, and what is drawn behind it. */
  private static Fused behind(BiFunction<ProgramSketch, Value, List<Value>> drawing) {
    return Fused.of(
        TestPolicy.withoutCode(), at -> drawing.apply(at, linear(at, at.input(FLOATS))));
  }

  private static Value linear(ProgramSketch at, Value x) {
    return at.at().call(AtenOps.LINEAR, x, at.weights(4, 4));
  }

  /** The first product takes in neither quantize nor dequantize. */
  private static void staysApart(Fused fused) {
    assertThat(fused.labels().subList(0, 3))
        .containsExactly("linear", "quantize", "dequantize")
        .inOrder();
  }

  @Test
  void theNextProductOfFloatsReadsWhatIsRounded() {
    Fused fused = behind((at, y) -> List.of(linear(at, at.rounded(y, GRID))));
    assertThat(fused.labels())
        .containsExactly("linear + quantize + dequantize", "linear")
        .inOrder();
    Contraction first = (Contraction) fused.regions().get(0);
    Contraction second = (Contraction) fused.regions().get(1);
    assertThat(first.epilogue())
        .containsExactly(
            new PostOperation.Rounding(
                first.nodes().get(1), new Affine(DType.UINT8, 0.05, 100, 0, 255)));
    assertThat(first.quantization()).isEmpty();
    assertThat(first.result()).isEqualTo(fused.value("dequantize_per_tensor"));
    assertThat(second.input()).isEqualTo(Stored.plain(first.result()));
    assertThat(second.floatReason()).isEqualTo("its weight is not quantized");
  }

  @Test
  void aSumBehindIsTakenToo() {
    Fused fused =
        behind((at, y) -> {
          Value other = at.dequantize(at.input(DType.UINT8, 2, 4), OTHER);
          return List.of(at.at().call(AtenOps.ADD_TENSOR, at.rounded(y, GRID), other));
        });
    Contraction linear = fused.only(Contraction.class);
    assertThat(fused.labels())
        .containsExactly("dequantize", "linear + quantize + dequantize + add")
        .inOrder();
    assertThat(linear.epilogue().getLast())
        .isEqualTo(
            new PostOperation.Sum(
                linear.nodes().getLast(), Stored.plain(fused.value("dequantize_per_tensor"))));
  }

  @Test
  void severalProductsAndSumsMayReadIt() {
    Fused fused =
        behind((at, y) -> {
          Value rounded = at.rounded(y, GRID);
          Value sum = at.at().call(AtenOps.ADD_TENSOR, rounded, at.input(FLOATS));
          return List.of(linear(at, rounded), linear(at, rounded), sum);
        });
    assertThat(fused.labels())
        .containsExactly("linear + quantize + dequantize", "linear", "linear", "add");
  }

  @Test
  void aLaterProductOfIntegersAddsItAsFloats() {
    Fused fused =
        behind((at, y) -> {
          Value rounded = at.rounded(y, GRID);
          Value x = at.dequantize(at.input(DType.UINT8, 2, 5), OTHER);
          Value product = at.at().call(AtenOps.LINEAR, x, at.int8Weights(false, 60, 4, 5));
          Value doubled = at.at().call(AtenOps.ADD_TENSOR, rounded, at.input(FLOATS));
          return List.of(at.at().call(AtenOps.ADD_TENSOR, product, rounded), doubled);
        });
    Contraction product = (Contraction) fused.regions().getLast();
    assertThat(product.isInt8()).isTrue();
    assertThat(product.epilogue())
        .containsExactly(
            new PostOperation.Sum(
                product.nodes().getLast(), Stored.plain(fused.value("dequantize_per_tensor"))));
  }

  @Test
  void anIntegerProductNeedsTheIntegers() {
    Fused fused =
        behind((at, y) -> {
          Value rounded = at.rounded(y, GRID);
          return List.of(
              linear(at, rounded),
              at.at().call(AtenOps.LINEAR, rounded, at.int8Weights(false, 60, 3, 4)));
        });
    assertThat(fused.labels())
        .containsExactly(
            "linear", "quantize", "dequantize", "linear", "dequantize + dequantize + linear")
        .inOrder();
  }

  @Test
  void otherReadersKeepItApart() {
    staysApart(behind((at, y) -> List.of(at.at().call(AtenOps.TANH, at.rounded(y, GRID)))));
    // As the second operand of a product.
    staysApart(
        behind((at, y) -> {
          Value rounded = at.rounded(y, GRID);
          return List.of(at.at().call(AtenOps.MATMUL, at.input(DType.FLOAT32, 3, 2), rounded));
        }));
  }

  @Test
  void whatTheCallerGetsStaysApart() {
    staysApart(
        behind((at, y) -> {
          Value rounded = at.rounded(y, GRID);
          return List.of(linear(at, rounded), rounded);
        }));
  }

  @Test
  void integersThatOthersReadStayApart() {
    staysApart(
        behind((at, y) -> {
          Value integers = at.quantize(y, GRID);
          return List.of(linear(at, at.dequantize(integers, GRID)), integers);
        }));
  }

  @Test
  void aDequantizeOfAnotherGridStaysApart() {
    staysApart(behind((at, y) -> List.of(linear(at, at.dequantize(at.quantize(y, GRID), OTHER)))));
  }

  @Test
  void whatIsNoDequantizeStaysApart() {
    Fused fused =
        behind((at, y) -> List.of(at.at().call(AtenOps.CLAMP, at.quantize(y, GRID), 0L, 200L)));
    assertThat(fused.labels()).containsExactly("linear", "quantize", "clamp").inOrder();
  }

  @Test
  void numbersOfHalfThePrecisionStayApart() {
    staysApart(
        behind((at, y) -> {
          Value half = halved(at, at.quantize(y, GRID));
          return List.of(at.at().call(AtenOps.ADD_TENSOR, half, at.input(DType.BFLOAT16, 2, 4)));
        }));
    Fused product =
        behind((at, y) -> {
          Value half = at.at().call(AtenOps.TO_DTYPE, y, DType.BFLOAT16);
          return List.of(linear(at, at.rounded(half, GRID)));
        });
    assertThat(product.labels())
        .containsExactly("linear + to", "quantize", "dequantize", "linear")
        .inOrder();
  }

  private static Value halved(ProgramSketch at, Value integers) {
    return at.at()
        .node(
            QuantizedOps.DEQUANTIZE_PER_TENSOR,
            List.of(integers, 0.05, 100L, 0L, 255L, DType.UINT8),
            Map.of("out_dtype", DType.BFLOAT16))
        .result();
  }

  @Test
  void aScaleThatEachRunChoosesIsLeftToTheRun() {
    Fused fused = behind((at, y) -> List.of(linear(at, at.dynamicallyRounded(y))));
    assertThat(fused.labels())
        .containsExactly("linear", "choose_qparams", "quantize", "dequantize", "linear");
  }

  @Test
  void anEarlierProductOfIntegersFindsWhatItAdds() {
    Fused fused =
        Fused.of(
            TestPolicy.withoutCode(),
            at -> {
              Value x = at.dequantize(at.input(DType.UINT8, 2, 5), OTHER);
              Value product = at.at().call(AtenOps.LINEAR, x, at.int8Weights(false, 60, 4, 5));
              Value rounded = at.rounded(linear(at, at.input(FLOATS)), GRID);
              return List.of(at.at().call(AtenOps.ADD_TENSOR, product, rounded));
            });
    assertThat(fused.labels().getLast()).endsWith(" + add");
  }
}
