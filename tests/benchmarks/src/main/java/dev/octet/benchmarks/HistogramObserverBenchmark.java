package dev.octet.benchmarks;

import dev.octet.quantizer.observe.Observer;
import dev.octet.quantizer.observe.ObserverState;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QParams;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The histogram observer on an activation of ResNet-18, f32[1, 64, 112, 112]: an update within the
 * known range, the first update, and the search for the range, on one thread. The same in PyTorch:
 * {@code histogram_observer.py} in this module's folder.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class HistogramObserverBenchmark {
  private static final int VALUES = 64 * 112 * 112;

  /** Whether negative values are set to 0, so that half of all values fall into one bin. */
  @Param({"false", "true"})
  private boolean relu;

  private final Observer observer =
      Observer.of(
          QuantizationSpec.builder(DType.INT8, ObserverKind.histogram(0x1p-12))
              .qscheme(QScheme.PER_TENSOR_AFFINE)
              .build());
  private ObserverState state = observer.initialState();
  private Tensor values = Tensor.of(new float[1], 1);

  /** For JMH, which makes the instance. */
  public HistogramObserverBenchmark() {}

  @Setup
  public void createValues() {
    Random random = new Random(1);
    float[] array = new float[VALUES];
    for (int i = 0; i < VALUES; i++) {
      array[i] = (float) random.nextGaussian();
      if (relu) {
        array[i] = Math.max(array[i], 0);
      }
    }
    values = Tensor.of(array, 1, 64, 112, 112);
    state = observer.observe(observer.initialState(), values);
  }

  @Benchmark
  public ObserverState updateInKnownRange() {
    return observer.observe(state, values);
  }

  @Benchmark
  public ObserverState firstUpdate() {
    return observer.observe(observer.initialState(), values);
  }

  @Benchmark
  public QParams search() {
    return observer.qparams(state);
  }
}
