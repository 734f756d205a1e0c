package dev.octet.quantizer.observe;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.quantizer.spec.FixedQParamsQuantizationSpec;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QParams;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantRange;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.quantizer.spec.SharedQuantizationSpec;
import dev.octet.quantizer.spec.Site;
import dev.octet.quantizer.spec.SpecException;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Observers that compute nothing from what they see. */
final class PassiveObserversTest {
  private static final Tensor VALUES = Tensor.of(new float[] {1, 2}, 2);

  @Test
  void fixedParametersStay() {
    Observer observer = Observer.of(new FixedQParamsQuantizationSpec(DType.UINT8, 1.0 / 256, 0));
    ObserverState state = observer.observe(observer.initialState(), VALUES);
    assertThat(observer.qparams(state)).isEqualTo(QParams.of(1f / 256, 0, DType.INT32));
    assertThat(observer.settings().range()).isEqualTo(new QuantRange(0, 255));
    assertThat(observer.needsValues()).isFalse();
  }

  @Test
  void placeholderHasNoParameters() {
    QuantizationSpec spec =
        QuantizationSpec.builder(DType.UINT8, ObserverKind.placeholder(0x1p-12))
            .range(0, 255)
            .dynamic(true)
            .build();
    Observer observer = Observer.of(spec);
    assertThat(observer.settings().qscheme()).isEqualTo(QScheme.PER_TENSOR_AFFINE);
    assertThat(observer.settings().isDynamic()).isTrue();
    assertThat(observer.computesQParams()).isFalse();
    ObserverState state = observer.observe(observer.initialState(), VALUES);
    Exception error = assertThrows(ObserverException.class, () -> observer.qparams(state));
    assertThat(error)
        .hasMessageThat()
        .contains("PlaceholderObserver for u8 computes no scale and zero point");
  }

  @Test
  void noopHasNoParameters() {
    Observer observer =
        Observer.of(QuantizationSpec.builder(DType.FLOAT16, new ObserverKind.Noop()).build());
    ObserverState state = observer.observe(observer.initialState(), VALUES);
    assertThat(state.isEmpty()).isTrue();
    assertThrows(ObserverException.class, () -> observer.qparams(state));
  }

  @Test
  void recordingKeepsCopies() {
    Observer observer =
        Observer.of(QuantizationSpec.builder(DType.UINT8, new ObserverKind.Recording()).build());
    Tensor changing = Tensor.of(new float[] {1, 2}, 2);
    ObserverState state = observer.observe(observer.initialState(), changing);
    changing.setDouble(0, 7);
    state = observer.observe(state, changing);
    ObserverState.Recorded recorded = (ObserverState.Recorded) state;
    assertThat(recorded.tensors()).hasSize(2);
    assertThat(recorded.tensors().get(0).toFloatArray()).isEqualTo(new float[] {1, 2});
    assertThat(recorded.tensors().get(1).toFloatArray()).isEqualTo(new float[] {7, 2});
    assertThrows(ObserverException.class, () -> observer.qparams(recorded));
  }

  @Test
  void sharedSpecsHaveNoObserver() {
    Exception error =
        assertThrows(
            SpecException.class,
            () -> Observer.of(new SharedQuantizationSpec(new Site.Output("relu"))));
    assertThat(error).hasMessageThat().contains("output %relu");
  }
}
