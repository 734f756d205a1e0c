package dev.octet.op;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class OpsTest {
  private static final Argument X = new Argument.Operand(0);
  private static final Argument W = new Argument.Operand(1);

  private static Op op(OpName name, Map<String, Argument> named, Argument... positional) {
    OpSchema schema = OpCatalog.standard().get(name);
    return Ops.of(schema, Binding.bind(schema, List.of(positional), named));
  }

  /** Each parameter gets its default, or None; what an operator is does not depend on them. */
  private static Op anyCall(OpName name) {
    OpSchema schema = OpCatalog.standard().get(name);
    return Ops.of(
        schema,
        schema.parameters().stream().map(p -> p.defaultValue().orElse(Argument.NONE)).toList());
  }

  @Test
  void everyTypedRecordIsMadeForSomeOperator() {
    Set<Class<?>> made = new HashSet<>();
    AtenOpsTest.constants(AtenOps.class)
        .values()
        .forEach(name -> made.add(anyCall(name).getClass()));
    AtenOpsTest.constants(QuantizedOps.class)
        .values()
        .forEach(name -> made.add(anyCall(name).getClass()));
    assertThat(made).containsAtLeastElementsIn(records(TypedOp.class).toList());
  }

  private static Stream<Class<?>> records(Class<?> member) {
    return member.isRecord()
        ? Stream.of(member)
        : Arrays.stream(member.getPermittedSubclasses()).flatMap(OpsTest::records);
  }

  @Test
  void quantizationOperatorsAreAllTyped() {
    for (OpName name : AtenOpsTest.constants(QuantizedOps.class).values()) {
      assertWithMessage("%s", name).that(anyCall(name)).isInstanceOf(TypedOp.class);
    }
  }

  @Test
  void traitsAreMixedIntoTypedRecordsAlone() {
    for (Class<?> trait :
        List.of(ElementWise.class, ViewLike.class, PreservesQuantization.class, HasWeight.class)) {
      for (Class<?> member : trait.getPermittedSubclasses()) {
        assertWithMessage("%s", member).that(TypedOp.class.isAssignableFrom(member)).isTrue();
      }
    }
  }

  @Test
  void convolutionReadsItsArguments() {
    Convolution conv =
        (Convolution)
            op(AtenOps.CONV2D, Map.of("groups", Argument.of(2), "stride", Argument.of(3)), X, W);
    assertThat(conv.stride()).containsExactly(3L, 3L);
    assertThat(conv.padding()).containsExactly(0L, 0L);
    assertThat(conv.dilation()).containsExactly(1L, 1L);
    assertThat(conv.groups()).isEqualTo(2);
    assertThat(conv.hasBias()).isFalse();
    assertThat(conv.inputOperand()).isEqualTo(0);
    assertThat(conv.weightOperand()).isEqualTo(1);
  }

  @Test
  void theGeneralConvolutionIsWhatItsFlagSays() {
    Argument one = Argument.ints(List.of(1L));
    Argument zero = Argument.ints(List.of(0L));
    Op plain =
        op(
            AtenOps.CONVOLUTION,
            Map.of(),
            X,
            W,
            Argument.NONE,
            one,
            zero,
            one,
            Argument.of(false),
            zero,
            Argument.of(1));
    Op transposed =
        op(
            AtenOps.CONVOLUTION,
            Map.of(),
            X,
            W,
            Argument.NONE,
            one,
            zero,
            one,
            Argument.of(true),
            zero,
            Argument.of(1));
    assertThat(plain).isInstanceOf(Convolution.class);
    assertThat(transposed).isInstanceOf(TransposedConvolution.class);
    assertThat(((TransposedConvolution) transposed).outputPadding()).containsExactly(0L);
  }

  @Test
  void clampsHaveTheBoundsOfTheirOperator() {
    Clamp relu6 = (Clamp) op(AtenOps.RELU6, Map.of(), X);
    Clamp hardtanh = (Clamp) op(AtenOps.HARDTANH, Map.of("max_val", Argument.of(0.5)), X);
    Clamp clampMin = (Clamp) op(AtenOps.CLAMP_MIN, Map.of(), X, Argument.of(2));
    assertThat(relu6.min()).hasValue(0.0);
    assertThat(relu6.max()).hasValue(6.0);
    assertThat(hardtanh.min()).hasValue(-1.0);
    assertThat(hardtanh.max()).hasValue(0.5);
    assertThat(clampMin.min()).hasValue(2.0);
    assertThat(clampMin.max()).isEmpty();
  }

  @Test
  void activationsTellTheirKind() {
    Activation gelu = (Activation) op(AtenOps.GELU, Map.of("approximate", Argument.of("tanh")), X);
    assertThat(gelu.kind()).isEqualTo(Activation.Kind.GELU);
    assertThat(gelu.isTanhApproximation()).isTrue();
    assertThat(((Activation) op(AtenOps.LEAKY_RELU, Map.of(), X)).negativeSlope()).isEqualTo(0.01);
    Set<Activation.Kind> kinds = new HashSet<>();
    for (OpName name : AtenOpsTest.constants(AtenOps.class).values()) {
      if (anyCall(name) instanceof Activation activation) {
        kinds.add(activation.kind());
      }
    }
    assertThat(kinds).containsExactlyElementsIn(Activation.Kind.values());
  }

  @Test
  void interpolationsTellWhetherTheyRepeatPixels() {
    assertThat(((Upsample) anyCall(AtenOps.UPSAMPLE_NEAREST2D_VEC)).isNearest()).isTrue();
    assertThat(((Upsample) anyCall(AtenOps.UPSAMPLE_NEAREST_EXACT1D)).isNearest()).isTrue();
    assertThat(((Upsample) anyCall(AtenOps.UPSAMPLE_BICUBIC2D)).isNearest()).isFalse();
  }

  @Test
  void aPoolWithoutStrideStepsByItsWindow() {
    assertThat(((MaxPool) op(AtenOps.MAX_POOL2D, Map.of(), X, Argument.of(3))).stride())
        .containsExactly(3L, 3L);
    assertThat(
            ((AvgPool) op(AtenOps.AVG_POOL1D, Map.of(), X, Argument.of(3), Argument.of(2)))
                .stride())
        .containsExactly(2L);
  }

  @Test
  void quantizeReadsItsParameters() {
    Quantize quantize =
        (Quantize)
            op(
                QuantizedOps.QUANTIZE_PER_TENSOR,
                Map.of(),
                X,
                Argument.of(0.5),
                Argument.of(3),
                Argument.of(0),
                Argument.of(255),
                new Argument.Type(DType.UINT8));
    assertThat(quantize.isDynamic()).isFalse();
    assertThat(quantize.scale()).isEqualTo(0.5);
    assertThat(quantize.zeroPoint()).isEqualTo(3);
    assertThat(quantize.quantMin()).isEqualTo(0);
    assertThat(quantize.quantMax()).isEqualTo(255);
    assertThat(quantize.dtype()).isEqualTo(DType.UINT8);
  }

  @Test
  void anAccessorNamesOperatorAndParameterWhenTheArgumentIsAnother() {
    Quantize dynamic =
        (Quantize)
            op(
                QuantizedOps.QUANTIZE_PER_TENSOR_TENSOR,
                Map.of(),
                X,
                W,
                new Argument.Operand(2),
                Argument.of(0),
                Argument.of(255),
                new Argument.Type(DType.UINT8));
    assertThat(dynamic.isDynamic()).isTrue();
    InputException e = assertThrows(InputException.class, dynamic::scale);
    assertThat(e).hasMessageThat().contains("quantized_decomposed.quantize_per_tensor.tensor");
    assertThat(e).hasMessageThat().contains("'scale'");
  }

  @Test
  void anOperatorThatIsNotInTheCatalogueIsACallEvenUnderATypedName() {
    OpSchema unknown = OpSchema.unknown(AtenOps.RELU, List.of("x"));
    assertThat(Ops.of(unknown, List.of(X))).isInstanceOf(Call.class);
  }
}
