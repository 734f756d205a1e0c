package dev.octet.lowering.device;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class DeviceContextTest {
  private static final int CONTEXT_REFERENCE_COUNT = 0x1080;
  private static final int MEM_REFERENCE_COUNT = 0x1105;

  private static byte[] read(DeviceContext context, MemorySegment memory, int bytes) {
    try (Arena arena = Arena.ofConfined()) {
      byte[] result = new byte[bytes];
      context.queue(arena, false).read(memory, 0, MemorySegment.ofArray(result), true);
      return result;
    }
  }

  @Test
  void uploadedBytesLieOnTheDevice() {
    try (DeviceContext context = TestDevice.openAlone();
        Arena arena = Arena.ofConfined()) {
      byte[] bytes = {1, -2, 3, 4, 5};
      assertThat(read(context, context.upload(MemorySegment.ofArray(bytes), arena), 5))
          .isEqualTo(bytes);
      MemorySegment outside = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      MemorySegment uploaded = context.upload(outside, arena);
      outside.fill((byte) 0);
      assertThat(read(context, uploaded, 5)).isEqualTo(bytes);
      context.upload(MemorySegment.ofArray(new byte[0]), arena);
    }
  }

  @Test
  void closingTheArenaFreesEverything() throws InterruptedException {
    try (DeviceContext context = TestDevice.openAlone()) {
      long before = context.allocatedBytes();
      int references = ClInfo.context(context.handle()).integer(CONTEXT_REFERENCE_COUNT);
      MemorySegment kept;
      try (Arena arena = Arena.ofShared()) {
        MemorySegment memory = context.allocate(1000, arena);
        context.upload(MemorySegment.ofArray(new float[500]), arena);
        context.part(memory, 0, 100, arena);
        context.wrap(arena.allocate(4096, 4096), true, arena);
        context.allocate(0, arena);
        CommandQueue queue = context.queue(arena, true);
        queue.fill(memory, 0, 1000, (byte) 1);
        try (Arena parts = Arena.ofConfined()) {
          int whole = ClInfo.memory(memory).integer(MEM_REFERENCE_COUNT);
          context.part(memory, 0, 100, parts);
          assertThat(ClInfo.memory(memory).integer(MEM_REFERENCE_COUNT)).isAtLeast(whole);
        }
        context.build(TestDevice.SOURCE, arena).kernel("add", arena);
        assertThat(context.allocatedBytes()).isEqualTo(before + 1000 + 2000 + 1);
        kept = memory;
      }
      assertThat(context.allocatedBytes()).isEqualTo(before);
      assertThat(settledReferences(context, references)).isEqualTo(references);
      assertThrows(
          IllegalStateException.class,
          () -> {
            try (Arena arena = Arena.ofConfined()) {
              context.build(TestDevice.SOURCE, arena).kernel("add", arena).set(0, kept);
            }
          });
    }
  }

  @Test
  void manyRoundsLeaveNothing() throws InterruptedException {
    try (DeviceContext context = TestDevice.openAlone();
        Arena all = Arena.ofConfined()) {
      DeviceProgram program = context.build(TestDevice.SOURCE, all);
      int references = ClInfo.context(context.handle()).integer(CONTEXT_REFERENCE_COUNT);
      for (int i = 0; i < 200; i++) {
        try (Arena arena = Arena.ofConfined()) {
          MemorySegment memory = context.allocate(1 << 20, arena);
          CommandQueue queue = context.queue(arena, false);
          DeviceKernel kernel = program.kernel("add", arena);
          kernel.set(0, memory);
          kernel.set(1, 1L);
          queue.run(kernel, new long[] {16}, null);
        }
        assertThat(context.allocatedBytes()).isEqualTo(0);
      }
      assertThat(settledReferences(context, references)).isEqualTo(references);
    }
  }

  /**
   * The references to a context, once they are the expected ones or ten seconds have passed: a
   * driver's worker may drop the last of a command's own after it has told that the queue is done.
   */
  private static int settledReferences(DeviceContext context, int expected)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    int references = ClInfo.context(context.handle()).integer(CONTEXT_REFERENCE_COUNT);
    while (references != expected && System.nanoTime() < end) {
      Thread.sleep(1);
      references = ClInfo.context(context.handle()).integer(CONTEXT_REFERENCE_COUNT);
    }
    return references;
  }

  @Test
  void aBufferLargerThanTheDeviceTakesIsRefusedBeforeTheDriverIsAsked() {
    try (DeviceContext context = TestDevice.openAlone();
        Arena arena = Arena.ofConfined()) {
      long largest = context.description().largestAllocation();
      DeviceException e =
          assertThrows(DeviceException.class, () -> context.allocate(largest + 1, arena));
      assertThat(e.code()).isEqualTo(0);
      assertThat(e).hasMessageThat().contains("(" + (largest + 1) + " bytes) is too large for ");
      assertThat(e).hasMessageThat().contains("at most " + BufferLimits.size(largest));
      assertThat(context.allocatedBytes()).isEqualTo(0);
    }
  }

  @Test
  void aBufferThatTheDriverRefusesIsReportedByItsError() {
    Device real = TestDevice.get();
    Device boastful =
        TestDevice.describedAs(
            real,
            DeviceDescription.builder()
                .name("boastful")
                .globalMemory(Long.MAX_VALUE)
                .largestAllocation(Long.MAX_VALUE)
                .build());
    try (DeviceContext context = DeviceContext.open(boastful);
        Arena arena = Arena.ofConfined()) {
      long bytes = real.description().largestAllocation() * 2;
      DeviceException e = assertThrows(DeviceException.class, () -> context.allocate(bytes, arena));
      assertThat(e.code()).isNotEqualTo(0);
      assertThat(e).hasMessageThat().contains("a buffer of " + BufferLimits.size(bytes));
      assertThat(e).hasMessageThat().contains("the device has too little memory for it");
      assertThat(context.allocatedBytes()).isEqualTo(0);
    }
  }

  @Test
  void aClosedArenaKeepsNothing() {
    try (DeviceContext context = TestDevice.openAlone()) {
      Arena arena = Arena.ofConfined();
      arena.close();
      assertThrows(IllegalStateException.class, () -> context.allocate(100, arena));
      assertThat(context.allocatedBytes()).isEqualTo(0);
    }
  }

  @Test
  void partsShareTheMemory() {
    try (DeviceContext context = TestDevice.openAlone();
        Arena arena = Arena.ofConfined()) {
      long alignment = context.description().baseAlignment();
      MemorySegment whole = context.allocate(2 * alignment, arena);
      MemorySegment part = context.part(whole, alignment, alignment, arena);
      CommandQueue queue = context.queue(arena, false);
      queue.fill(whole, 0, 2 * alignment, (byte) 1);
      queue.fill(part, 0, alignment, (byte) 2);
      queue.finish();
      byte[] bytes = read(context, whole, (int) (2 * alignment));
      assertThat(bytes[(int) alignment - 1]).isEqualTo((byte) 1);
      assertThat(bytes[(int) alignment]).isEqualTo((byte) 2);
      DeviceException e =
          assertThrows(
              DeviceException.class, () -> context.part(whole, alignment, 2 * alignment, arena));
      assertThat(e).hasMessageThat().contains("as a part (aligned to " + alignment + ")");
    }
  }

  @Test
  void wrappedMemoryIsTheHostsOwn() {
    try (DeviceContext context = TestDevice.openAlone();
        Arena arena = Arena.ofConfined()) {
      MemorySegment host = arena.allocate(4096, 4096).fill((byte) 3);
      MemorySegment memory = context.wrap(host, true, arena);
      assertThat(context.allocatedBytes()).isEqualTo(0);
      assertThat(read(context, memory, 4096)[4095]).isEqualTo((byte) 3);
      CommandQueue queue = context.queue(arena, false);
      queue.fill(memory, 0, 4096, (byte) 4);
      MemorySegment mapped = queue.map(memory, 0, 4096, false);
      assertThat(mapped.get(ValueLayout.JAVA_BYTE, 4095)).isEqualTo((byte) 4);
      assertThat(host.get(ValueLayout.JAVA_BYTE, 4095)).isEqualTo((byte) 4);
      queue.unmap(memory, mapped);
      assertThrows(
          IllegalArgumentException.class,
          () -> context.wrap(MemorySegment.ofArray(new int[4]), true, arena));
      assertThrows(
          IllegalArgumentException.class, () -> context.wrap(host.asReadOnly(), true, arena));
    }
  }

  @Test
  void oneContextIsSharedUntilTheLastCloses() {
    Device device = TestDevice.alone();
    DeviceContext first = DeviceContext.open(device);
    DeviceContext second = DeviceContext.open(device);
    assertThat(second.handle()).isEqualTo(first.handle());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = first.allocate(100, arena);
      assertThat(second.allocatedBytes()).isEqualTo(100);
      first.close();
      first.close();
      assertThrows(IllegalStateException.class, () -> first.allocate(1, arena));
      CommandQueue queue = second.queue(arena, false);
      queue.fill(memory, 0, 100, (byte) 9);
      queue.finish();
      assertThat(read(second, memory, 100)[99]).isEqualTo((byte) 9);
      DeviceKernel kernel = second.build(TestDevice.SOURCE, arena).kernel("add", arena);
      second.close();
      // What the arena owns outlives the context.
      kernel.set(0, memory);
      kernel.set(1, 1L);
      queue.run(kernel, new long[] {1}, null);
      byte[] bytes = new byte[1];
      queue.read(memory, 0, MemorySegment.ofArray(bytes), true);
      assertThat(bytes[0]).isEqualTo((byte) 10);
      assertThrows(IllegalStateException.class, () -> second.build(TestDevice.SOURCE, arena));
    }
  }

  @Test
  void divisionsByZeroInJavaStillThrow() {
    TestDevice.get();
    int thrown = 0;
    for (int i = 0; i < 50_000; i++) {
      try {
        thrown += Math.abs(i / (i & 1)) < 0 ? 1 : 0;
      } catch (ArithmeticException e) {
        thrown++;
      }
    }
    assertThat(thrown).isEqualTo(25_000);
  }
}
