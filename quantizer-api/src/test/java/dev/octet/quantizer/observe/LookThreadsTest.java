package dev.octet.quantizer.observe;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.tensor.Tensor;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

final class LookThreadsTest {
  @Test
  void theInnermostLimitHolds() {
    int all = ForkJoinPool.getCommonPoolParallelism() + 1;
    assertThat(LookThreads.limit()).isEqualTo(all);
    LookThreads.limitedTo(
        all + 1,
        () -> {
          assertThat(LookThreads.limit()).isEqualTo(all);
          LookThreads.limitedTo(1, () -> assertThat(LookThreads.limit()).isEqualTo(1));
          assertThat(LookThreads.limit()).isEqualTo(all);
        });
    assertThat(LookThreads.limit()).isEqualTo(all);
    assertThrows(IllegalArgumentException.class, () -> LookThreads.limitedTo(0, () -> {}));
  }

  @Test
  void countsAreTheSame() {
    Random random = new Random(3);
    float[] values = new float[200_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    Tensor tensor = Tensor.of(values, values.length);
    int[] byAll = new int[100];
    int[] byOne = new int[100];
    assertThat(FloatKernel.countBins(tensor.segment(), 0, values.length, 0, 1, byAll)).isTrue();
    LookThreads.limitedTo(
        1,
        () ->
            assertThat(FloatKernel.countBins(tensor.segment(), 0, values.length, 0, 1, byOne))
                .isTrue());
    assertThat(byOne).isEqualTo(byAll);
  }
}
