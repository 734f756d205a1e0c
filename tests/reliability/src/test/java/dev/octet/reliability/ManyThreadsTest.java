package dev.octet.reliability;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Sixty-four threads that use one model at once get the results that one thread gets. */
final class ManyThreadsTest {
  private static final int THREADS = 64;
  private static final int IMAGES = 16;
  private static final Path STATUS = Path.of("/proc/self/statm");
  private static final long PAGE = 4096;

  /** Frames of runs that meet for the first time, and the JVM's compilers. */
  private static final long GROWTH = 48L << 20;

  private static List<float[]> results(CompiledModel model, List<Tensor> images) {
    List<float[]> results = new ArrayList<>();
    for (Tensor image : images) {
      results.add(model.run(image).getFirst().toFloatArray());
    }
    return results;
  }

  private static List<Tensor> images() {
    List<Tensor> images = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      images.add(SmallModel.image(100 + i));
    }
    return images;
  }

  private static void together(
      ExecutorService threads, CompiledModel model, List<Tensor> images, int runs)
      throws InterruptedException, ExecutionException {
    List<float[]> expected = results(model, images);
    List<Future<?>> futures = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      int first = t;
      futures.add(
          threads.submit(() -> {
            for (int i = 0; i < runs; i++) {
              int which = (first + i) % IMAGES;
              try (Arena arena = Arena.ofConfined()) {
                float[] found =
                    model.run(List.of(images.get(which)), arena).getFirst().toFloatArray();
                assertWithMessage("thread %s, run %s", first, i)
                    .that(found)
                    .isEqualTo(expected.get(which));
              }
            }
          }));
    }
    for (Future<?> future : futures) {
      future.get();
    }
  }

  private static long resident() throws IOException {
    System.gc();
    return Files.exists(STATUS)
        ? Long.parseLong(Files.readString(STATUS).split(" ", -1)[1]) * PAGE
        : 0;
  }

  @Test
  void resultsAreEqualAndMemoryStays() throws Exception {
    int runs = Rounds.RUNS.count();
    List<Tensor> images = images();
    try (CompiledModel model = Lowering.compile(SmallModel.quantized(), Target.cpu().threads(1));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      together(threads, model, images, Math.max(1, runs / 5));
      long before = resident();
      together(threads, model, images, runs);
      assertWithMessage("growth of resident memory in bytes over %s runs", THREADS * runs)
          .that(resident() - before)
          .isLessThan(GROWTH);
    }
  }

  @Test
  void virtualThreadsToo() throws Exception {
    List<Tensor> images = images();
    try (CompiledModel model = Lowering.compile(SmallModel.quantized(), Target.cpu());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      together(threads, model, images, Math.max(1, Rounds.RUNS.count() / 25));
    }
  }

  @Test
  void everyNumberOfThreadsGivesTheSame() {
    List<Tensor> images = images();
    List<float[]> expected = List.of();
    for (int count : new int[] {1, 2, 3, 5, 8}) {
      try (CompiledModel model =
          Lowering.compile(SmallModel.quantized(), Target.cpu().threads(count))) {
        List<float[]> found = results(model, images);
        for (int i = 0; i < expected.size(); i++) {
          assertWithMessage("%s threads, image %s", count, i)
              .that(found.get(i))
              .isEqualTo(expected.get(i));
        }
        expected = found;
      }
    }
    assertThat(expected).hasSize(IMAGES);
  }
}
