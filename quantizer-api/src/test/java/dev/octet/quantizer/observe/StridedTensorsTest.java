package dev.octet.quantizer.observe;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Observers see the same in a tensor of any strides. */
final class StridedTensorsTest {
  private static final List<Observer> OBSERVERS =
      List.of(
          Observer.of(spec(ObserverKind.histogram(1e-4))),
          Observer.of(spec(ObserverKind.minMax(1e-4))));

  private static QuantizationSpec spec(ObserverKind kind) {
    return QuantizationSpec.builder(DType.UINT8, kind).qscheme(QScheme.PER_TENSOR_AFFINE).build();
  }

  /** Two images of 3 by 4 by 5 with the channels innermost, the first at an offset. */
  private static Tensor channelsLast() {
    Random random = new Random(1);
    Tensor storage = Tensor.allocate(DType.FLOAT32, Shape.of(7 + 2 * 3 * 4 * 5));
    for (long i = 0; i < storage.elements(); i++) {
      storage.setDouble(i, i < 7 ? 1000 : random.nextGaussian());
    }
    return Tensor.view(
        storage.storage(), DType.FLOAT32, Shape.of(2, 3, 4, 5), new long[] {60, 1, 15, 3}, 7);
  }

  @Test
  void orderOfElementsDoesNotCount() {
    Tensor tensor = channelsLast();
    Tensor rows = tensor.copy(Arena.ofAuto());
    for (Observer observer : OBSERVERS) {
      ObserverState expected = observer.observe(observer.initialState(), rows);
      assertThat(observer.observe(observer.initialState(), tensor)).isEqualTo(expected);
    }
  }

  /** Its stride may be that of a dimension that counts. */
  @Test
  void theStrideOfASingleElementDoesNotCount() {
    Tensor tensor =
        Tensor.view(
            channelsLast().storage(), DType.FLOAT32, Shape.of(3, 1, 40), new long[] {1, 3, 3}, 7);
    Tensor rows = tensor.copy(Arena.ofAuto());
    for (Observer observer : OBSERVERS) {
      ObserverState expected = observer.observe(observer.initialState(), rows);
      assertThat(observer.observe(observer.initialState(), tensor)).isEqualTo(expected);
    }
  }

  @Test
  void gapsAreNotLookedAt() {
    Tensor all = channelsLast();
    Tensor part =
        Tensor.view(
            all.storage(), DType.FLOAT32, Shape.of(2, 2, 4, 5), new long[] {60, 1, 15, 3}, 7);
    Tensor rows = part.copy(Arena.ofAuto());
    for (Observer observer : OBSERVERS) {
      ObserverState expected = observer.observe(observer.initialState(), rows);
      assertThat(observer.observe(observer.initialState(), part)).isEqualTo(expected);
    }
  }

  @Test
  void messageCountsInRowMajorOrder() {
    Tensor tensor = channelsLast();
    tensor.setDouble(21, Double.NaN);
    for (Observer observer : OBSERVERS) {
      ObserverException thrown =
          assertThrows(
              ObserverException.class, () -> observer.look(tensor, observer.initialState()));
      assertThat(thrown).hasMessageThat().contains("the first at index 21 in row-major order");
    }
  }
}
