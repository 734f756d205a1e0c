package dev.octet.quantizer.observe;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RunningObserverTest {
  private static final int CALLS = 3;

  private static Observer histogram() {
    return Observer.of(
        QuantizationSpec.builder(DType.INT8, ObserverKind.histogram(0x1p-12))
            .qscheme(QScheme.PER_TENSOR_AFFINE)
            .build());
  }

  private static Observer average() {
    return Observer.of(
        QuantizationSpec.builder(DType.INT8, ObserverKind.movingAverageMinMax(0x1p-12))
            .qscheme(QScheme.PER_TENSOR_AFFINE)
            .build());
  }

  private static List<List<Tensor>> batches() {
    Random random = new Random(5);
    List<List<Tensor>> batches = new ArrayList<>();
    for (int batch = 0; batch < 40; batch++) {
      List<Tensor> tensors = new ArrayList<>();
      for (int call = 0; call < CALLS; call++) {
        float[] values = new float[500 + random.nextInt(2000)];
        float spread = 1 + random.nextInt(batch + 1) * 0.1f;
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) random.nextGaussian() * spread;
        }
        tensors.add(Tensor.of(values, values.length));
      }
      batches.add(tensors);
    }
    return batches;
  }

  @Test
  void threadsGiveTheResultOfOne() throws Exception {
    List<List<Tensor>> batches = batches();
    for (Observer observer : List.of(histogram(), average())) {
      RunningObserver single = new RunningObserver(observer, CALLS);
      batches.forEach(batch -> batch.forEach(single::observe));
      RunningObserver many = new RunningObserver(observer, CALLS);
      try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
        List<Future<?>> running = new ArrayList<>();
        for (int batch = 0; batch < batches.size(); batch++) {
          int number = batch;
          running.add(
              pool.submit(
                  () -> batches.get(number).forEach(tensor -> many.observe(number, tensor))));
        }
        for (Future<?> future : running) {
          future.get();
        }
      }
      assertThat(many.state()).isEqualTo(single.state());
      assertThat(many.qparams()).isEqualTo(single.qparams());
    }
  }

  @Test
  void laterBatchesWaitEvenIfTheyAreReadyFirst() throws Exception {
    RunningObserver observer = new RunningObserver(average(), 1);
    try (ExecutorService pool = Executors.newFixedThreadPool(1)) {
      Future<?> second = pool.submit(() -> observer.observe(1, Tensor.of(new float[] {-1, 3}, 2)));
      observer.observe(0, Tensor.of(new float[] {0, 1}, 2));
      second.get();
    }
    assertThat(observer.state()).isEqualTo(new ObserverState.Range(-0.01f, 1.02f));
  }

  @Test
  void abortEndsTheWaiting() {
    RunningObserver observer = new RunningObserver(histogram(), 1);
    try (ExecutorService pool = Executors.newFixedThreadPool(1)) {
      Future<?> second = pool.submit(() -> observer.observe(1, Tensor.of(new float[] {1}, 1)));
      observer.abort(new IllegalStateException("batch 0 has the wrong shape"));
      ExecutionException error = assertThrows(ExecutionException.class, second::get);
      assertThat(error).hasCauseThat().isInstanceOf(ObserverException.class);
      assertThat(error).hasCauseThat().hasMessageThat().contains("batch 0 has the wrong shape");
    }
    observer.restart();
    observer.observe(0, Tensor.of(new float[] {1}, 1));
    assertThat(observer.lacksValues()).isFalse();
  }

  @Test
  void resetAndRestore() {
    RunningObserver observer = new RunningObserver(histogram(), 1);
    assertThat(observer.lacksValues()).isTrue();
    observer.observe(0, Tensor.of(new float[] {1, 2}, 2));
    ObserverState saved = observer.state();
    observer.reset();
    assertThat(observer.state()).isEqualTo(histogram().initialState());
    observer.restore(saved);
    assertThat(observer.state()).isEqualTo(saved);
    assertThrows(
        IllegalArgumentException.class, () -> observer.restore(new ObserverState.Range(0, 1)));
  }

  @Test
  void oneCallTooManyIsAnError() {
    RunningObserver observer = new RunningObserver(average(), 1);
    Tensor tensor = Tensor.of(new float[] {1}, 1);
    observer.observe(0, tensor);
    assertThrows(IllegalStateException.class, () -> observer.observe(0, tensor));
  }
}
