package dev.octet.lowering.fuse;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.fuse.Fused.GRID;
import static dev.octet.lowering.fuse.Fused.OTHER;
import static dev.octet.lowering.fuse.Fused.PRODUCT;
import static dev.octet.lowering.fuse.Fused.apply;
import static dev.octet.lowering.fuse.Fused.behindProduct;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows a product into its region, and what does not. */
final class EpilogueTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "relu",
        "relu6",
        "hardtanh",
        "silu",
        "gelu",
        "hardswish",
        "sigmoid",
        "tanh",
        "leaky_relu"
      })
  void aFunctionThatKernelsKnowIsAPostOperation(String function) {
    Fused fused = behindProduct((at, y) -> List.of(apply(at, function, y)));
    Contraction linear = fused.only(Contraction.class);
    assertThat(fused.labels()).containsExactly(PRODUCT + " + " + function);
    assertThat(linear.epilogue())
        .containsExactly(new PostOperation.Function(linear.nodes().getLast()));
    assertThat(linear.result()).isEqualTo(fused.value(function));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hardsigmoid", "elu", "selu", "celu", "mish", "softplus", "neg"})
  void anyOtherFunctionStaysBehind(String function) {
    Fused fused = behindProduct((at, y) -> List.of(apply(at, function, y)));
    assertThat(fused.labels()).containsExactly(PRODUCT, function).inOrder();
    assertThat(fused.only(Contraction.class).epilogue()).isEmpty();
  }

  /** Libraries refuse bounds of which the lower one is above. */
  @Test
  void aClampWhoseBoundsAreCrossedStaysBehind() {
    Fused fused = behindProduct((at, y) -> List.of(at.at().call(AtenOps.CLAMP, y, 2.0, -1.0)));
    assertThat(fused.only(Contraction.class).epilogue()).isEmpty();
  }

  /** Products store and add bytes; floats, in which they do so, hold no 32-bit integers. */
  @ParameterizedTest
  @EnumSource(names = {"INT16", "INT32"})
  void widerIntegersStayBehind(DType type) {
    Grid words = new Grid(type, 1e-3, 5, type.minValue(), type.maxValue());
    Fused quantized = behindProduct((at, y) -> List.of(at.quantize(y, words)));
    assertThat(quantized.labels()).containsExactly(PRODUCT, "quantize").inOrder();
    Fused added =
        behindProduct((at, y) -> {
          Value other = at.dequantize(at.input(type, 2, 3), words);
          return List.of(at.at().call(AtenOps.ADD_TENSOR, y, other));
        });
    assertThat(added.labels()).containsExactly("dequantize", PRODUCT + " + add");
    assertThat(added.only(Contraction.class).summand().orElseThrow().isQuantized()).isFalse();
  }

  @Test
  void everythingUpToTheQuantizeIsTakenInOrder() {
    Fused fused =
        behindProduct((at, y) -> {
          Value other = at.dequantize(at.input(DType.UINT8, 2, 3), OTHER);
          Value clamped = at.at().call(AtenOps.CLAMP, apply(at, "relu", y), -1.0, 2.0);
          Value added = apply(at, "leaky_relu", at.at().call(AtenOps.ADD_TENSOR, clamped, other));
          return List.of(apply(at, "relu", at.dequantize(at.quantize(added, GRID), GRID)));
        });
    Contraction linear = fused.only(Contraction.class);
    assertThat(fused.labels())
        .containsExactly(
            PRODUCT + " + relu + clamp + dequantize + add + leaky_relu + quantize",
            "dequantize",
            "relu")
        .inOrder();
    Stored other = Stored.integers(fused.value("x2"), new Affine(DType.UINT8, 0.04, 120, 0, 255));
    assertThat(linear.epilogue())
        .containsExactly(
            new PostOperation.Function(linear.nodes().get(3)),
            new PostOperation.Function(linear.nodes().get(4)),
            new PostOperation.Sum(linear.nodes().get(6), other),
            new PostOperation.Function(linear.nodes().get(7)))
        .inOrder();
    assertThat(linear.epilogue().stream().map(operation -> operation.node().name()))
        .containsExactly("relu", "clamp", "add", "leaky_relu")
        .inOrder();
    assertThat(linear.quantization()).hasValue(new Affine(DType.UINT8, 0.05, 100, 0, 255));
    assertThat(linear.reads()).contains(fused.value("x2"));
    assertThat(linear.result()).isEqualTo(fused.value("quantize_per_tensor"));
  }

  @Test
  void whatASecondNodeReadsEndsTheRegion() {
    Fused fused =
        behindProduct((at, y) -> {
          Value relu = apply(at, "relu", y);
          return List.of(apply(at, "tanh", relu), at.at().call(AtenOps.ADD_TENSOR, relu, relu));
        });
    assertThat(fused.labels()).containsExactly(PRODUCT + " + relu", "tanh", "add").inOrder();
  }

  @Test
  void whatTheCallerGetsEndsTheRegion() {
    Fused fused =
        behindProduct((at, y) -> {
          Value relu = apply(at, "relu", y);
          return List.of(at.quantize(relu, GRID), relu);
        });
    assertThat(fused.labels()).containsExactly(PRODUCT + " + relu", "quantize").inOrder();
  }

  @Test
  void nothingIsTakenBehindAQuantize() {
    Fused fused =
        behindProduct(
            (at, y) -> List.of(at.at().call(AtenOps.CLAMP, at.quantize(y, GRID), 0L, 200L)));
    assertThat(fused.labels()).containsExactly(PRODUCT + " + quantize", "clamp").inOrder();
  }

  @Test
  void aChangeBetweenFloatTypesLeavesNoPostOperation() {
    Fused fused =
        behindProduct((at, y) -> {
          Value half = at.at().call(AtenOps.TO_DTYPE, y, DType.BFLOAT16);
          return List.of(apply(at, "relu", half));
        });
    Contraction linear = fused.only(Contraction.class);
    assertThat(fused.labels()).containsExactly(PRODUCT + " + to + relu");
    assertThat(linear.epilogue())
        .containsExactly(new PostOperation.Function(linear.nodes().getLast()));
    assertThat(linear.result().tensorType().dtype()).isEqualTo(DType.BFLOAT16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT32", "FLOAT64"})
  void aChangeToAnotherTypeStaysBehind(DType dtype) {
    Fused fused = behindProduct((at, y) -> List.of(at.at().call(AtenOps.TO_DTYPE, y, dtype)));
    assertThat(fused.labels()).containsExactly(PRODUCT, "to").inOrder();
  }

  @Test
  void aQuantizeWhoseScaleTheCallerGivesStays() {
    Fused fused = behindProduct((at, y) -> List.of(at.quantizedAsGiven(y)));
    assertThat(fused.labels()).containsExactly(PRODUCT, "quantize").inOrder();
    assertThat(fused.only(Contraction.class).quantization()).isEmpty();
  }
}
