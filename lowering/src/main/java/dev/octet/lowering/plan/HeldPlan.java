package dev.octet.lowering.plan;

import dev.octet.graph.evaluate.ValueListener;
import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.kernel.Lease;
import dev.octet.lowering.kernel.WorkQueue;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A plan with the frames that no run uses now. Its maker and every run keep it; it is freed when
 * the last of them has released it. Thread-safe.
 */
final class HeldPlan {
  /** Kernels are made for a number of threads. */
  record Key(Map<String, Long> sizes, int threads) {}

  private final Key key;
  private final Plan plan;
  private final List<Backend> backends;
  private final Lease lease;
  private final ConcurrentLinkedQueue<BoundFrame> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger users = new AtomicInteger(1);
  private final StepTimes times = new StepTimes();

  /** Whether somebody has looked at it and found it good. */
  private volatile boolean accepted;

  /**
   * A plan that its maker keeps.
   *
   * @param lease what the plan uses; closed with it
   */
  HeldPlan(Key key, Plan plan, List<Backend> backends, Lease lease) {
    this.key = key;
    this.plan = plan;
    this.backends = backends;
    this.lease = lease;
  }

  Key key() {
    return key;
  }

  Plan plan() {
    return plan;
  }

  StepTimes times() {
    return times;
  }

  boolean isAccepted() {
    return accepted;
  }

  void accept() {
    accepted = true;
  }

  /** Keeps it; only for somebody who knows that another keeps it now. */
  HeldPlan keep() {
    users.incrementAndGet();
    return this;
  }

  void release() {
    if (users.decrementAndGet() == 0) {
      idle.forEach(BoundFrame::close);
      lease.close();
    }
  }

  /** Computes the outputs; by the caller, who keeps this meanwhile. */
  void compute(
      List<Tensor> inputs, List<Tensor> outputs, ValueListener listener, boolean profiling) {
    BoundFrame bound = frame();
    try (Arena copies = Arena.ofConfined()) {
      bound.attach(inputs, outputs, copies, true);
      bound.listener(listener);
      backends.forEach(backend -> backend.begin(key.threads));
      try {
        if (profiling) {
          bound.run(times);
        } else {
          bound.run();
        }
      } finally {
        bound.listener(ValueListener.NONE);
        bound.queue().ifPresent(WorkQueue::finish); // it reads the caller's memory
      }
    } finally {
      giveBack(bound); // also after a failure: nothing in it outlives a run
    }
  }

  /**
   * Puts a run into the queue of a frame; what it holds is given back when it is done.
   *
   * @return complete when the outputs are there, or with what failed
   */
  CompletableFuture<@Nullable Void> enqueue(
      List<Tensor> inputs, List<Tensor> outputs, Executor executor) {
    BoundFrame bound = frame();
    Arena copies = Arena.ofShared();
    try {
      bound.attach(inputs, outputs, copies, false);
      bound.run();
      return bound
          .queue()
          .orElseThrow()
          .completion(executor)
          .whenComplete((_, _) -> {
            copies.close();
            giveBack(bound);
          });
    } catch (RuntimeException | Error e) {
      try {
        bound.queue().ifPresent(WorkQueue::finish);
      } catch (RuntimeException | Error second) {
        e.addSuppressed(second);
      } finally {
        copies.close();
        giveBack(bound);
      }
      throw e;
    }
  }

  private BoundFrame frame() {
    BoundFrame bound = idle.poll();
    return bound == null ? new BoundFrame(plan, key.threads, backends) : bound;
  }

  private void giveBack(BoundFrame bound) {
    bound.detach();
    idle.add(bound);
  }
}
