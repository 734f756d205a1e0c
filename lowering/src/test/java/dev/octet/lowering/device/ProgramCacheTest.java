package dev.octet.lowering.device;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramCacheTest {
  @TempDir private Path folder;

  private final Device device = TestDevice.get();
  private final SharedContext context = SharedContext.open(device);
  private ProgramStore store = new ProgramStore(Path.of("set below"));

  @BeforeEach
  void useFolder() {
    store = new ProgramStore(folder);
  }

  private static String source(int number) {
    return "__kernel void k(__global int *y) { y[0] = " + number + "; }";
  }

  private static ProgramKey key(Device device, String source) {
    DeviceDescription description = device.description();
    return ProgramKey.of(description, ProgramBuilder.options(description), source);
  }

  /** What a program built from a source, or from what is kept of it, says. */
  private int result(String source) {
    DeviceProgram program =
        new DeviceProgram(device, new ProgramBuilder(context, Optional.of(store)).build(source));
    try (Arena arena = Arena.ofConfined();
        DeviceContext open = DeviceContext.open(device)) {
      DeviceKernel kernel = program.kernel("k", arena);
      MemorySegment y = open.allocate(Integer.BYTES, arena);
      kernel.set(0, y);
      CommandQueue queue = open.queue(arena, false);
      queue.run(kernel, new long[] {1}, null);
      int[] result = new int[1];
      queue.read(y, 0, MemorySegment.ofArray(result), true);
      return result[0];
    } finally {
      program.release();
    }
  }

  @Test
  void theBinaryIsTakenFromTheFolder() {
    assertThat(result(source(1))).isEqualTo(1);
    assertThat(result(source(2))).isEqualTo(2);
    // To see that it is read, put one program in the place of the other.
    byte[] second = store.get(key(device, source(2))).orElseThrow();
    store.put(key(device, source(1)), second);
    assertThat(result(source(1))).isEqualTo(2);
  }

  @Test
  void aDamagedEntryIsBuiltAnew() throws IOException {
    assertThat(result(source(3))).isEqualTo(3);
    Path entry = store.path(key(device, source(3)));
    byte[] whole = Files.readAllBytes(entry);
    Files.write(entry, new byte[100]);
    assertThat(result(source(3))).isEqualTo(3);
    assertThat(Files.size(entry)).isAtLeast(whole.length / 2L);
    assertThat(store.get(key(device, source(3)))).isPresent();
  }

  @Test
  void whatTheDriverDoesNotTakeBackIsBuiltAnew() {
    byte[] nonsense = new byte[1000];
    store.put(key(device, source(4)), nonsense);
    assertThat(result(source(4))).isEqualTo(4);
    assertThat(store.get(key(device, source(4))).orElseThrow()).isNotEqualTo(nonsense);
  }

  @Test
  void aFolderThatCannotBeUsedIsNoError() throws IOException {
    store = new ProgramStore(Files.createFile(folder.resolve("file")).resolve("below"));
    assertThat(result(source(5))).isEqualTo(5);
  }

  @Test
  void aSourceThatDoesNotCompileIsRefusedWithTheLog() throws IOException {
    DeviceException e =
        assertThrows(
            DeviceException.class,
            () ->
                new ProgramBuilder(context, Optional.of(store))
                    .build("__kernel void k() {\n  unknown(1);\n}"));
    assertThat(e.code()).isEqualTo(ClError.BUILD_PROGRAM_FAILURE.code());
    assertThat(e).hasMessageThat().contains("building a program for " + device);
    assertThat(e).hasMessageThat().contains("the compiler's log:");
    assertThat(e).hasMessageThat().contains("'unknown'");
    assertThat(e).hasMessageThat().contains("  unknown(1);");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.toList()).isEmpty();
    }
  }

  @Test
  void threadsThatAskTogetherGetOneProgram() throws InterruptedException, ExecutionException {
    ProgramCache cache = new ProgramCache(device, new ProgramBuilder(context, Optional.of(store)));
    try (Arena arena = Arena.ofShared();
        ExecutorService executor = Executors.newFixedThreadPool(4)) {
      List<Future<DeviceProgram>> futures = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        futures.add(executor.submit(() -> cache.build(source(6), arena)));
      }
      HashSet<DeviceProgram> programs = new HashSet<>();
      for (Future<DeviceProgram> future : futures) {
        programs.add(future.get());
      }
      assertThat(programs).hasSize(1);
      assertThat(cache.build(source(7), arena)).isNotEqualTo(programs.iterator().next());
    }
    assertThat(cache.size()).isEqualTo(0);
  }

  @Test
  void aProgramLivesAsLongAsTheLastArenaThatAskedForIt() {
    ProgramCache cache = new ProgramCache(device, new ProgramBuilder(context, Optional.of(store)));
    DeviceProgram program;
    try (Arena longer = Arena.ofConfined()) {
      try (Arena shorter = Arena.ofConfined()) {
        program = cache.build(source(8), shorter);
        assertThat(cache.build(source(8), longer)).isSameInstanceAs(program);
      }
      assertThat(cache.size()).isEqualTo(1);
      program.kernel("k", longer);
    }
    assertThat(cache.size()).isEqualTo(0);
    try (Arena arena = Arena.ofConfined()) {
      assertThrows(IllegalStateException.class, () -> program.kernel("k", arena));
      assertThat(cache.build(source(8), arena)).isNotSameInstanceAs(program);
    }
  }

  @Test
  void aClosedArenaKeepsNothing() {
    ProgramCache cache = new ProgramCache(device, new ProgramBuilder(context, Optional.of(store)));
    Arena closed = Arena.ofConfined();
    closed.close();
    assertThrows(IllegalStateException.class, () -> cache.build(source(9), closed));
    assertThat(cache.size()).isEqualTo(0);
  }

  @Test
  void aFailureIsNotKept() {
    ProgramCache cache = new ProgramCache(device, new ProgramBuilder(context, Optional.of(store)));
    for (int i = 0; i < 2; i++) {
      assertThrows(DeviceException.class, () -> cache.build("no program", Arena.ofAuto()));
    }
    assertThat(cache.size()).isEqualTo(0);
  }
}
