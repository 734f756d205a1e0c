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
    long alone = inThread("octet-alone", () -> threadsAfter(program, Target.cpu(), 1, x));
    assertThat(alone).isEqualTo(1);
    long pair = inThread("octet-pair", () -> threadsAfter(program, Target.cpu(), 2, x));
    assertThat(pair).isEqualTo(2);
  }

  /** Devices leave recurrent layers to the processor. */
  @Test
  void recurrentLayersBesideADeviceTakeThreadsOfTheTarget() throws Exception {
    assumeTrue(NativeKernels.areThere(), "needs the native library");
    assumeTrue(Files.isDirectory(TASKS), "needs " + TASKS + " to count threads");
    Requires.device();
    ExportedProgram program = RecurrentLayersTest.wide();
    Tensor x = Agreement.inputs(program, 3).getFirst();
    run(program, Target.xpu().threads(1), x); // the driver starts threads of its own
    long alone = inThread("octet-lone", () -> threadsAfter(program, Target.xpu(), 1, x));
    assertThat(alone).isEqualTo(1);
    long pair = inThread("octet-two", () -> threadsAfter(program, Target.xpu(), 2, x));
    assertThat(pair).isEqualTo(2);
  }

  private static Tensor run(ExportedProgram program, int threads, Tensor x) {
    return run(program, Target.cpu().threads(threads), x);
  }

  private static Tensor run(ExportedProgram program, Target target, Tensor x) {
    try (CompiledModel model = Lowering.compile(program, target)) {
      return model.run(List.of(x), Arena.ofAuto()).getFirst();
    }
  }

  /** Threads with the name of the caller, who has run the program. */
  private static long threadsAfter(ExportedProgram program, Target target, int threads, Tensor x)
      throws IOException {
    run(program, target.threads(threads), x);
    String name = Thread.currentThread().getName();
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
