package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.program.ExportedProgram;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How many threads compute, and that their number changes no result. */
final class ThreadCountTest {
  private static final Path TASKS = Path.of("/proc/self/task");

  @Test
  void everyNumberOfThreadsGivesTheSameBits() {
    ExportedProgram program = CompiledModelTest.fixedBlock();
    Tensor x = CompiledModelTest.images(2, 5);
    Tensor expected = run(program, 1, x);
    for (int threads : new int[] {2, 3, 8}) {
      assertWithMessage("%s threads", threads)
          .that(run(program, threads, x).bitEquals(expected))
          .isTrue();
    }
  }

  /** A thread of the library has the name of the one that called first. */
  @Test
  void aModelForOneThreadStartsNoOther() throws Exception {
    assumeTrue(NativeKernels.areThere(), "needs the native library");
    assumeTrue(Files.isDirectory(TASKS), "needs " + TASKS + " to count threads");
    ExportedProgram program = CompiledModelTest.fixedBlock();
    Tensor x = CompiledModelTest.images(2, 5);
    long alone = inThread("octet-alone", () -> threadsAfter(program, 1, x, "octet-alone"));
    assertThat(alone).isEqualTo(1);
    long pair = inThread("octet-pair", () -> threadsAfter(program, 2, x, "octet-pair"));
    assertThat(pair).isEqualTo(2);
  }

  private static Tensor run(ExportedProgram program, int threads, Tensor x) {
    try (CompiledModel model = Lowering.compile(program, Target.cpu().threads(threads))) {
      return model.run(List.of(x), Arena.ofAuto()).getFirst();
    }
  }

  private static long threadsAfter(ExportedProgram program, int threads, Tensor x, String name)
      throws IOException {
    run(program, threads, x);
    long count = 0;
    try (Stream<Path> tasks = Files.list(TASKS)) {
      for (Path task : tasks.toList()) {
        Path comm = task.resolve("comm");
        if (Files.exists(comm) && Files.readString(comm).strip().equals(name)) {
          count++;
        }
      }
    }
    return count;
  }

  private static long inThread(String name, Callable<Long> work) throws Exception {
    FutureTask<Long> task = new FutureTask<>(work);
    Thread thread = new Thread(task, name);
    thread.start();
    return task.get();
  }
}
