package dev.octet.quantizer.report;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.collect.ImmutableList;
import dev.octet.quantizer.Networks;
import dev.octet.quantizer.SiteQuantizer;
import dev.octet.quantizer.observe.Observer;
import dev.octet.quantizer.observe.RunningObserver;
import dev.octet.quantizer.prepare.ObserverGroup;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QParams;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the formula, element by element in double. */
final class WeightErrorTest {
  private static ObserverGroup group(QuantizationSpec spec, Tensor seen) {
    RunningObserver observer = new RunningObserver(Observer.of(spec), 1);
    observer.observe(seen);
    return new ObserverGroup(
        "weight", ImmutableList.of(), Optional.of(observer), Optional.empty(), ImmutableList.of());
  }

  /** Of a weight whose first dimension is the channel. */
  private static double expected(Tensor weight, QParams qparams) {
    double signal = 0;
    double noise = 0;
    long inner = weight.elements() / qparams.size();
    for (long i = 0; i < weight.elements(); i++) {
      int channel = (int) (i / inner);
      float x = weight.getFloat(i);
      long zeroPoint = qparams.zeroPoint(channel);
      double q = Math.rint(x * (1 / qparams.scale(channel))) + zeroPoint;
      q = Math.clamp(q, -128, 127);
      double y = (q - zeroPoint) * qparams.scale(channel);
      signal += (double) x * x;
      noise += (x - y) * (x - y);
    }
    return 10 * Math.log10(signal / noise);
  }

  /** Rows shorter and longer than the blocks that are read, even and odd. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 7, 1023, 1024, 1025, 2049})
  void aScaleForEachChannel(long inner) {
    Tensor weight = Networks.random(1, 5, inner);
    ObserverGroup group = group(SiteQuantizer.WEIGHT, Networks.random(2, 5, inner));
    assertThat(WeightError.sqnr(weight, group).orElseThrow())
        .isWithin(1e-9)
        .of(expected(weight, group.qparams()));
  }

  /** What the observer saw is narrower than the weight, so that its ends are clamped. */
  @ParameterizedTest
  @ValueSource(longs = {1, 3000})
  void oneScale(long rows) {
    Tensor weight = Networks.random(1, rows, 3);
    ObserverGroup group = group(SiteQuantizer.MIN_MAX, Tensor.of(new float[] {-1, 0.5f, 0.25f}, 3));
    assertThat(group.qparams().zeroPoint()).isNotEqualTo(0);
    assertThat(WeightError.sqnr(weight, group).orElseThrow())
        .isWithin(1e-9)
        .of(expected(weight, group.qparams()));
  }

  @Test
  void halfPrecisionLosesElevenBits() {
    ObserverGroup group =
        group(
            QuantizationSpec.builder(DType.FLOAT16, ObserverKind.placeholder(0x1p-12)).build(),
            Networks.random(1, 3));
    Tensor exact = Tensor.of(new float[] {1, -0.5f, 3}, 3);
    assertThat(WeightError.sqnr(exact, group)).hasValue(Double.POSITIVE_INFINITY);
    OptionalDouble random = WeightError.sqnr(Networks.random(1, 1500), group);
    assertThat(random.orElseThrow()).isWithin(3).of(73);
    // 1 + 2⁻¹¹ lies between two numbers, and the even one is 1.
    assertThat(WeightError.sqnr(Tensor.of(new float[] {1 + 0x1p-11f}, 1), group).orElseThrow())
        .isWithin(1e-9)
        .of(20 * Math.log10((1 + 0x1p-11) / 0x1p-11));
  }
}
