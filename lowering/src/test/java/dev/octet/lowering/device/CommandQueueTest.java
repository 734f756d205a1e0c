package dev.octet.lowering.device;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CommandQueueTest {
  private final DeviceContext context = TestDevice.openAlone();
  private final Arena arena = Arena.ofShared();
  private CommandQueue queue = context.queue(arena, false);
  private DeviceProgram program = context.build(TestDevice.SOURCE, arena);

  @BeforeEach
  void nothingIsHeld() {
    assertThat(context.allocatedBytes()).isEqualTo(0);
  }

  @AfterEach
  void everythingIsFreed() {
    arena.close();
    assertThat(context.allocatedBytes()).isEqualTo(0);
    context.close();
  }

  private long[] longs(MemorySegment memory, int count) {
    long[] result = new long[count];
    queue.read(memory, 0, MemorySegment.ofArray(result), true);
    return result;
  }

  @Test
  void aKernelRunsWithItsArguments() {
    float[] x = {1, 2, 3, 4, 5};
    MemorySegment y = context.allocate(5 * Float.BYTES, arena);
    DeviceKernel kernel = program.kernel("scale", arena);
    kernel.set(0, context.upload(MemorySegment.ofArray(x), arena));
    kernel.set(1, y);
    kernel.set(2, 5);
    kernel.set(3, 0.5f);
    queue.run(kernel, new long[] {8}, new long[] {4});
    float[] result = new float[5];
    queue.read(y, 0, MemorySegment.ofArray(result), true);
    assertThat(result).usingExactEquality().containsExactly(0.5f, 1f, 1.5f, 2f, 2.5f).inOrder();
    assertThat(kernel.workGroupLimit()).isAtLeast(1L);
  }

  @Test
  void workItemsOfAGroupShareLocalMemory() {
    int[] x = IntStream.range(0, 64).toArray();
    MemorySegment y = context.allocate(4 * Integer.BYTES, arena);
    DeviceKernel kernel = program.kernel("sums", arena);
    kernel.set(0, context.upload(MemorySegment.ofArray(x), arena));
    kernel.set(1, y);
    kernel.setLocal(2, 16 * Integer.BYTES);
    queue.run(kernel, new long[] {64}, new long[] {16});
    int[] sums = new int[4];
    queue.read(y, 0, MemorySegment.ofArray(sums), true);
    assertThat(sums).asList().containsExactly(120, 376, 632, 888).inOrder();
  }

  @Test
  void threeDimensionsAreCounted() {
    MemorySegment y = context.allocate(12 * Integer.BYTES, arena);
    DeviceKernel kernel = program.kernel("position", arena);
    kernel.set(0, y);
    queue.run(kernel, new long[] {2, 3, 2}, null);
    int[] positions = new int[12];
    queue.read(y, 0, MemorySegment.ofArray(positions), true);
    assertThat(positions)
        .asList()
        .containsExactly(0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121)
        .inOrder();
  }

  @Test
  void nothingRunsForNoWorkItems() {
    MemorySegment x = context.upload(MemorySegment.ofArray(new long[] {7}), arena);
    DeviceKernel kernel = program.kernel("add", arena);
    kernel.set(0, x);
    kernel.set(1, 1L);
    queue.run(kernel, new long[] {0}, null);
    queue.launch(kernel, new long[] {4, 0}, null, List.of()).close();
    assertThat(longs(x, 1)).asList().containsExactly(7L);
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    DeviceKernel kernel = program.kernel("add", arena);
    for (long[] global : new long[][] {{}, {1, 1, 1, 1}}) {
      assertThrows(IllegalArgumentException.class, () -> queue.run(kernel, global, null));
    }
    assertThrows(
        IllegalArgumentException.class, () -> queue.run(kernel, new long[] {4, 4}, new long[] {4}));
  }

  @Test
  void errorsNameTheKernelAndTheSizes() {
    DeviceKernel kernel = program.kernel("add", arena);
    kernel.set(0, context.allocate(8, arena));
    kernel.set(1, 1L);
    long tooLarge = kernel.workGroupLimit() * 2;
    DeviceException e =
        assertThrows(
            DeviceException.class,
            () -> queue.run(kernel, new long[] {tooLarge}, new long[] {tooLarge}));
    assertThat(e).hasMessageThat().startsWith("running the kernel add on ");
    assertThat(e).hasMessageThat().contains(tooLarge + " work-items in groups of " + tooLarge);
    assertThat(e).hasMessageThat().contains("failed: CL_INVALID_WORK_");
    DeviceException argument = assertThrows(DeviceException.class, () -> kernel.set(5, 1));
    assertThat(argument).hasMessageThat().startsWith("setting argument 5 of the kernel add on ");
    assertThat(argument).hasMessageThat().contains("CL_INVALID_ARG_INDEX (-49)");
    DeviceException missing =
        assertThrows(DeviceException.class, () -> program.kernel("sub", arena));
    assertThat(missing).hasMessageThat().contains("CL_INVALID_KERNEL_NAME (-46)");
  }

  @Test
  void transfersGoToTheirPlaces() {
    MemorySegment x = context.allocate(6 * Long.BYTES, arena);
    MemorySegment y = context.allocate(6 * Long.BYTES, arena);
    queue.fillWords(x, 0, 6 * Long.BYTES, 0x00000001);
    queue.fill(x, 0, Long.BYTES, (byte) 0);
    MemorySegment outside = arena.allocateFrom(ValueLayout.JAVA_LONG, 5, 6);
    queue.write(x, 2 * Long.BYTES, outside, false);
    queue.write(x, 5 * Long.BYTES, MemorySegment.ofArray(new long[] {9}), false);
    queue.fill(y, 0, 6 * Long.BYTES, (byte) 0);
    queue.copy(x, 2 * Long.BYTES, y, Long.BYTES, 4 * Long.BYTES);
    queue.copy(x, 0, y, 0, 0);
    queue.finish();
    assertThat(longs(x, 6)).asList().containsExactly(0L, 0x100000001L, 5L, 6L, 0x100000001L, 9L);
    MemorySegment result = arena.allocate(ValueLayout.JAVA_LONG, 5);
    queue.read(y, Long.BYTES, result, false);
    queue.finish();
    assertThat(result.toArray(ValueLayout.JAVA_LONG))
        .asList()
        .containsExactly(5L, 6L, 0x100000001L, 9L, 0L)
        .inOrder();
  }

  @Test
  void aReadIntoWhatCannotTakeItIsRefused() {
    MemorySegment x = context.allocate(8, arena);
    assertThrows(
        IllegalArgumentException.class,
        () -> queue.read(x, 0, MemorySegment.ofArray(new long[1]), false));
    assertThrows(
        IllegalArgumentException.class,
        () -> queue.read(x, 0, MemorySegment.ofArray(new long[1]).asReadOnly(), true));
    DeviceException e =
        assertThrows(
            DeviceException.class,
            () -> queue.read(x, 4, MemorySegment.ofArray(new long[1]), true));
    assertThat(e).hasMessageThat().contains("reading 8 bytes on ");
    assertThat(e).hasMessageThat().contains("CL_INVALID_VALUE (-30)");
  }

  @Test
  void memoryOfATransferIsNotCollectedWhileItIsQueued() throws InterruptedException {
    MemorySegment x = context.allocate(1 << 20, arena);
    WeakReference<MemorySegment> host = queueFromAutomaticMemory(x);
    for (int i = 0; i < 5; i++) {
      System.gc();
      assertThat(host.get()).isNotNull();
    }
    queue.finish();
    for (int i = 0; i < 500 && host.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(host.get()).isNull();
    assertThat(longs(x, 1)).asList().containsExactly(0x0505050505050505L);
  }

  private WeakReference<MemorySegment> queueFromAutomaticMemory(MemorySegment x) {
    MemorySegment host = Arena.ofAuto().allocate(1 << 20).fill((byte) 5);
    queue.write(x, 0, host, false);
    return new WeakReference<>(host);
  }

  @Test
  void closingTheArenaWaitsForTheWork() {
    MemorySegment x = context.upload(MemorySegment.ofArray(new long[4096]), arena);
    try (Arena running = Arena.ofConfined()) {
      CommandQueue other = context.queue(running, false);
      DeviceKernel kernel = program.kernel("add", running);
      kernel.set(0, x);
      kernel.set(1, 1L);
      for (int i = 0; i < 100; i++) {
        other.run(kernel, new long[] {4096}, null);
      }
    }
    long[] expected = new long[4096];
    Arrays.fill(expected, 100);
    assertThat(longs(x, 4096)).isEqualTo(expected);
  }

  @Test
  void threadsWithQueuesOfTheirOwnDoNotDisturb() throws InterruptedException, ExecutionException {
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      List<Future<long[]>> futures = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        long amount = t + 1L;
        futures.add(executor.submit(() -> addUp(amount)));
      }
      for (int t = 0; t < 4; t++) {
        long[] expected = new long[100];
        Arrays.fill(expected, 50L * (t + 1));
        assertThat(futures.get(t).get()).isEqualTo(expected);
      }
    }
  }

  private long[] addUp(long amount) {
    try (Arena own = Arena.ofConfined()) {
      CommandQueue mine = context.queue(own, false);
      DeviceKernel kernel = context.build(TestDevice.SOURCE, own).kernel("add", own);
      MemorySegment x = context.upload(MemorySegment.ofArray(new long[100]), own);
      for (int i = 0; i < 50; i++) {
        kernel.set(0, x);
        kernel.set(1, amount);
        mine.run(kernel, new long[] {100}, null);
      }
      long[] result = new long[100];
      mine.read(x, 0, MemorySegment.ofArray(result), true);
      return result;
    }
  }
}
