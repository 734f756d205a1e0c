package dev.octet.lowering.fuse;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.fuse.Fused.GRID;
import static dev.octet.lowering.fuse.Fused.OTHER;
import static dev.octet.lowering.fuse.Fused.integers;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.op.QuantizedOps;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a product takes in from in front of it, and as what. */
final class FuseContractionTest {
  private static final Grid SIGNED = new Grid(DType.INT8, 0.1, -3, -64, 63);

  @Test
  void aConvolutionReadsIntegersAndItsBiasAndWritesIntegers() {
    Fused fused =
        Fused.of(at -> {
          Value x = integers(at, 1, 2, 4, 4);
          Value w = at.int8Weights(true, 60, 3, 2, 1, 1);
          return List.of(at.quantize(at.at().call(AtenOps.CONV2D, x, w, at.weights(3)), OTHER));
        });
    Contraction conv = fused.only(Contraction.class);
    assertThat(fused.labels())
        .containsExactly("dequantize + dequantize_per_channel + conv2d + quantize");
    assertThat(conv.anchor().name()).isEqualTo("conv2d");
    assertThat(conv.floatReason()).isEmpty();
    assertThat(conv.isInt8()).isTrue();
    assertThat(conv.input())
        .isEqualTo(Stored.integers(fused.value("x0"), new Affine(DType.UINT8, 0.05, 100, 0, 255)));
    assertThat(conv.bias()).hasValue(fused.value("c4"));
    assertThat(conv.quantization()).hasValue(new Affine(DType.UINT8, 0.04, 120, 0, 255));
    assertThat(conv.epilogue()).isEmpty();
    assertThat(conv.reads())
        .containsExactly(fused.value("x0"), fused.value("c1"), fused.value("c4"))
        .inOrder();
    assertThat(conv.writes()).containsExactly(fused.value("quantize_per_tensor"));
  }

  @Test
  void oneScaleForEachOutputChannelStaysBesideTheBytes() {
    Fused fused =
        Fused.of(at -> {
          Value x = integers(at, 2, 4);
          return List.of(at.at().call(AtenOps.LINEAR, x, at.int8Weights(true, 60, 3, 4)));
        });
    Contraction linear = fused.only(Contraction.class);
    assertThat(linear.weight())
        .isEqualTo(
            new Weight(
                fused.value("c1"),
                Optional.of(fused.constant("c1")),
                Optional.empty(),
                Optional.of(fused.constant("c2"))));
    assertThat(linear.bias()).isEmpty();
    assertThat(linear.quantization()).isEmpty();
    assertThat(linear.writes()).containsExactly(fused.value("linear"));
  }

  @Test
  void oneScaleForTheWholeWeightIsAnAffine() {
    Fused fused =
        Fused.of(at -> {
          Value x = integers(at, 2, 4);
          Value bytes = at.constant(Tensor.allocate(DType.INT8, Shape.of(4, 3)));
          Value w = at.dequantize(bytes, new Grid(DType.INT8, 0.02, 0, -127, 127));
          return List.of(at.at().call(AtenOps.MATMUL, x, w));
        });
    Contraction product = fused.only(Contraction.class);
    assertThat(product.isInt8()).isTrue();
    assertThat(product.weight())
        .isEqualTo(
            new Weight(
                fused.value("c1"),
                Optional.of(fused.constant("c1")),
                Optional.of(new Affine(DType.INT8, 0.02, 0, -127, 127)),
                Optional.empty()));
  }

  @Test
  void scalesWithoutZeroPointsAreThoseOfSymmetricIntegers() {
    Fused fused =
        Fused.of(at -> {
          Value x = integers(at, 2, 4);
          Value bytes = at.constant(Tensor.allocate(DType.INT8, Shape.of(3, 4)));
          Value scales = at.weights(3);
          Value w =
              at.at()
                  .call(
                      QuantizedOps.DEQUANTIZE_PER_CHANNEL,
                      bytes,
                      scales,
                      null,
                      0L,
                      -127L,
                      127L,
                      DType.INT8);
          return List.of(at.at().call(AtenOps.LINEAR, x, w));
        });
    Contraction linear = fused.only(Contraction.class);
    assertThat(linear.floatReason()).isEmpty();
    assertThat(linear.weight().channelScales()).hasValue(fused.constant("c2"));
  }

  @Test
  void anInputWhoseScaleEachRunChoosesIsReadWithItsScale() {
    Fused fused =
        Fused.of(at -> {
          Value x = at.dynamicallyRounded(at.input(DType.FLOAT32, 2, 4));
          return List.of(at.at().call(AtenOps.LINEAR, x, at.int8Weights(false, 60, 3, 4)));
        });
    Contraction linear = fused.only(Contraction.class);
    Value integers = fused.value("quantize_per_tensor");
    Value scale = fused.value("getitem");
    Value zeroPoint = fused.value("getitem_1");
    assertThat(linear.isInt8()).isTrue();
    assertThat(linear.input())
        .isEqualTo(
            Stored.integers(integers, new DynamicAffine(DType.UINT8, scale, zeroPoint, 0, 255)));
    assertThat(linear.reads())
        .containsExactly(integers, fused.value("c1"), scale, zeroPoint)
        .inOrder();
    assertThat(Fused.label(linear)).isEqualTo("dequantize + dequantize + linear");
  }

  @Test
  void eachProductThatReadsADequantizeTakesItIn() {
    Fused fused =
        Fused.of(at -> {
          Value x = integers(at, 2, 4);
          return List.of(
              at.at().call(AtenOps.LINEAR, x, at.int8Weights(false, 60, 3, 4)),
              at.at().call(AtenOps.LINEAR, x, at.int8Weights(false, 60, 5, 4)));
        });
    assertThat(fused.labels())
        .containsExactly("dequantize + dequantize + linear", "dequantize + dequantize + linear");
    assertThat(fused.regions().get(1).nodes()).contains(fused.regions().get(0).nodes().getFirst());
  }

  @Test
  void aDequantizeThatAlsoOthersReadIsComputedForThem() {
    Fused fused =
        Fused.of(at -> {
          Value x = integers(at, 2, 4);
          Value y = at.at().call(AtenOps.LINEAR, x, at.int8Weights(false, 60, 3, 4));
          return List.of(y, at.at().call(AtenOps.RELU, x));
        });
    assertThat(fused.labels())
        .containsExactly("dequantize + dequantize + linear", "dequantize + relu");
  }

  @Test
  void whatIsAddedToAProductOfMatricesIsItsBias() {
    Fused fused =
        Fused.of(at -> {
          Value x = integers(at, 2, 4);
          Value w = at.int8Weights(false, 60, 4, 3);
          return List.of(at.at().call(AtenOps.ADDMM, at.weights(3), x, w));
        });
    Contraction product = fused.only(Contraction.class);
    assertThat(product.isInt8()).isTrue();
    assertThat(product.input().value()).isEqualTo(fused.value("x0"));
    assertThat(product.weight().value()).isEqualTo(fused.value("c1"));
    assertThat(product.bias()).hasValue(fused.value("c2"));
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "1, 2"})
  void aProductOfMatricesWithFactorsIsNoContraction(double beta, double alpha) {
    Fused fused =
        Fused.of(at -> {
          Value x = at.input(DType.FLOAT32, 2, 4);
          Value product =
              at.at()
                  .node(
                      AtenOps.ADDMM,
                      List.of(at.weights(3), x, at.weights(4, 3)),
                      Map.of("beta", beta, "alpha", alpha))
                  .result();
          return List.of(product);
        });
    assertThat(fused.regions()).hasSize(1);
    assertThat(fused.regions().getFirst()).isInstanceOf(SingleNode.class);
  }

  @Test
  void aProductOfFloatsReadsThemAsTheyAre() {
    Fused fused =
        Fused.of(at -> {
          Value x = at.input(DType.FLOAT32, 1, 2, 4, 4);
          return List.of(at.at().call(AtenOps.CONV2D, x, at.weights(3, 2, 1, 1), at.weights(3)));
        });
    Contraction conv = fused.only(Contraction.class);
    assertThat(fused.labels()).containsExactly("conv2d");
    assertThat(conv.isInt8()).isFalse();
    assertThat(conv.input()).isEqualTo(Stored.plain(fused.value("x0")));
    assertThat(conv.weight())
        .isEqualTo(
            new Weight(
                fused.value("c1"),
                Optional.of(fused.constant("c1")),
                Optional.empty(),
                Optional.empty()));
    assertThat(conv.bias()).hasValue(fused.value("c2"));
  }

  @Test
  void bytesThatAreNotMultipliedAreExpandedOnce() {
    Fused fused =
        Fused.of(at -> {
          Value x = at.input(DType.FLOAT32, 2, 4);
          return List.of(at.at().call(AtenOps.LINEAR, x, at.int8Weights(true, 60, 3, 4)));
        });
    Contraction linear = fused.only(Contraction.class);
    Tensor expanded = fused.constant("dequantize_per_channel");
    assertThat(fused.labels()).containsExactly("linear");
    assertThat(linear.weight().value()).isEqualTo(fused.value("dequantize_per_channel"));
    assertThat(linear.weight().tensor()).hasValue(expanded);
    assertThat(linear.weight().isQuantized()).isFalse();
    for (int i = 0; i < expanded.elements(); i++) {
      float scale = fused.constant("c2").getFloat(i / 4);
      assertThat(expanded.getFloat(i)).isEqualTo(fused.constant("c1").getLong(i) * scale);
    }
  }

  @Test
  void aWeightOfTheRunHasNoTensor() {
    Fused fused =
        Fused.of(at -> {
          Value x = at.input(DType.FLOAT32, 2, 4);
          return List.of(at.at().call(AtenOps.MATMUL, x, at.input(DType.FLOAT32, 4, 3)));
        });
    Contraction product = fused.only(Contraction.class);
    assertThat(product.weight())
        .isEqualTo(
            new Weight(fused.value("x1"), Optional.empty(), Optional.empty(), Optional.empty()));
    assertThat(product.reads()).containsExactly(fused.value("x0"), fused.value("x1")).inOrder();
  }

  @Test
  void anInputOfAnotherGridThanTheResultKeepsItsOwn() {
    Fused fused =
        Fused.of(at -> {
          Value x = at.dequantize(at.input(DType.INT8, 2, 4), SIGNED);
          Value y = at.at().call(AtenOps.LINEAR, x, at.int8Weights(false, 60, 3, 4));
          return List.of(at.quantize(y, GRID));
        });
    Contraction linear = fused.only(Contraction.class);
    assertThat(linear.input().affine()).hasValue(new Affine(DType.INT8, 0.1, -3, -64, 63));
    assertThat(linear.input().dtype()).isEqualTo(DType.INT8);
    assertThat(linear.quantization()).hasValue(new Affine(DType.UINT8, 0.05, 100, 0, 255));
  }
}
