package dev.octet.lowering.device;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeviceEventTest {
  private final DeviceContext context = TestDevice.open();
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory = context.upload(MemorySegment.ofArray(new long[1000]), arena);
  private final DeviceKernel kernel = kernel();

  private DeviceKernel kernel() {
    DeviceKernel add = context.build(TestDevice.SOURCE, arena).kernel("add", arena);
    add.set(0, memory);
    add.set(1, 1L);
    return add;
  }

  @AfterEach
  void close() {
    arena.close();
    context.close();
  }

  private DeviceEvent launch(CommandQueue queue, List<DeviceEvent> after) {
    return queue.launch(kernel, new long[] {1000}, null, after);
  }

  private long first(CommandQueue queue) {
    long[] result = new long[1];
    queue.read(memory, 0, MemorySegment.ofArray(result), true);
    return result[0];
  }

  @Test
  void profilingTellsWhenTheDeviceWorked() {
    CommandQueue queue = context.queue(arena, true);
    long before = System.nanoTime();
    try (DeviceEvent one = launch(queue, List.of());
        DeviceEvent two = launch(queue, List.of())) {
      two.await();
      long elapsed = System.nanoTime() - before;
      assertThat(one.nanoseconds()).isGreaterThan(0L);
      assertThat(two.start()).isAtLeast(one.end());
      assertThat(one.nanoseconds() + two.nanoseconds()).isLessThan(elapsed);
    }
  }

  @Test
  void withoutProfilingThereAreNoTimes() {
    try (DeviceEvent event = launch(context.queue(arena, false), List.of())) {
      event.await();
      DeviceException e = assertThrows(DeviceException.class, event::nanoseconds);
      assertThat(e).hasMessageThat().contains("the time of add on ");
      assertThat(e).hasMessageThat().contains("CL_PROFILING_INFO_NOT_AVAILABLE (-7)");
    }
  }

  @Test
  void outOfOrderWorkFollowsItsEventsAndBarriers() {
    CommandQueue queue = context.outOfOrderQueue(arena, false);
    DeviceEvent last = launch(queue, List.of());
    for (int i = 0; i < 20; i++) {
      DeviceEvent next = launch(queue, List.of(last));
      last.close();
      last = next;
    }
    queue.barrier();
    queue.run(kernel, new long[] {1000}, null);
    queue.finish();
    last.close();
    assertThat(first(queue)).isEqualTo(22);
  }

  @Test
  void queuesWaitForEventsOfOthers() {
    CommandQueue one = context.queue(arena, false);
    CommandQueue two = context.queue(arena, false);
    try (DeviceEvent first = launch(one, List.of())) {
      one.flush();
      try (DeviceEvent second = launch(two, List.of(first));
          DeviceEvent marker = two.marker(List.of(second))) {
        marker.await();
      }
    }
    assertThat(first(two)).isEqualTo(2);
  }

  @Test
  void completionIsToldByTheExecutor()
      throws ExecutionException, InterruptedException, TimeoutException {
    CommandQueue queue = context.queue(arena, false);
    try (ExecutorService executor =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "told"))) {
      for (int i = 0; i < 100; i++) {
        queue.run(kernel, new long[] {1000}, null);
        String thread =
            queue
                .completion(executor)
                .thenApply(_ -> "completed")
                .handleAsync((_, _) -> Thread.currentThread().getName(), executor)
                .get(1, TimeUnit.MINUTES);
        assertThat(thread).isEqualTo("told");
      }
    }
    assertThat(first(queue)).isEqualTo(100);
  }

  @Test
  void theDriversThreadRunsNothing()
      throws ExecutionException, InterruptedException, TimeoutException {
    CommandQueue queue = context.queue(arena, false);
    CompletableFuture<Runnable> given = new CompletableFuture<>();
    CompletableFuture<@Nullable Void> completion;
    try (DeviceEvent event = launch(queue, List.of())) {
      completion = event.completion(given::complete);
    }
    Runnable task = given.get(1, TimeUnit.MINUTES);
    assertThat(completion.isDone()).isFalse();
    task.run();
    assertThat(completion.isDone()).isTrue();
  }

  @Test
  void anExecutorThatWasShutDownDoesNotLoseTheEnd()
      throws ExecutionException, InterruptedException, TimeoutException {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    executor.shutdown();
    CommandQueue queue = context.queue(arena, false);
    queue.run(kernel, new long[] {1000}, null);
    queue.completion(executor).get(1, TimeUnit.MINUTES);
    assertThat(first(queue)).isEqualTo(1);
  }

  @Test
  void anExecutorThatFailsEndsTheFuture() {
    CommandQueue queue = context.queue(arena, false);
    CompletableFuture<@Nullable Void> completion =
        queue.completion(_ -> {
          throw new IllegalStateException("broken executor");
        });
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> completion.get(1, TimeUnit.MINUTES));
    assertThat(e).hasCauseThat().hasMessageThat().isEqualTo("broken executor");
  }

  @Test
  void aClosedEventIsOfNoUse() {
    DeviceEvent event = launch(context.queue(arena, false), List.of());
    event.close();
    event.close();
    assertThrows(IllegalStateException.class, event::await);
  }
}
