package dev.octet.lowering.plan;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.evaluate.ValueListener;
import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.canonical.CanonicalForm;
import dev.octet.lowering.freeze.FrozenGraph;
import dev.octet.lowering.freeze.FrozenProgram;
import dev.octet.lowering.fuse.Fusion;
import dev.octet.lowering.fuse.FusionPolicy;
import dev.octet.lowering.fuse.TransposedAsConvolution;
import dev.octet.lowering.kernel.Frame;
import dev.octet.lowering.kernel.Invocation;
import dev.octet.lowering.kernel.Lease;
import dev.octet.lowering.kernel.Splitter;
import dev.octet.lowering.kernel.WorkQueue;
import dev.octet.lowering.type.CastToBfloat16;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The plans of one program, one for each combination of sizes that was asked for lately, and the
 * memory of their runs. Thread-safe.
 */
public final class PlannedProgram implements AutoCloseable {
  /** Plans kept at once; the one not used for longest is freed when another is needed. */
  private static final int MOST_PLANS = 16;

  private final FrozenProgram program;
  private final ImmutableList<Backend> backends;
  private final FusionPolicy policy;
  private final ThreadBudget budget;
  private final PlanOptions options;

  /** What all plans use; each keeps it, so that it is freed with the last one. */
  private final Lease lease = new Lease();

  private final SharedConstants constants = new SharedConstants();
  private final Submissions submissions;
  private final SequencedMap<Key, Held> plans = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  /**
   * Plans of a program.
   *
   * @param given in order of preference; the last one takes everything; closed with this, unless
   *     this cannot be made
   */
  public PlannedProgram(
      ExportedProgram program, List<Backend> given, FusionPolicy policy, PlanOptions options) {
    try {
      this.program = new FrozenProgram(program, lease);
    } catch (RuntimeException | Error e) {
      lease.close();
      throw e;
    }
    this.backends =
        ImmutableList.<Backend>builder()
            .add(new ObserveBackend(), new ViewBackend())
            .addAll(given)
            .build();
    this.policy = policy;
    this.options = options;
    this.budget = new ThreadBudget(options.runs(), options.threads());
    this.submissions = new Submissions(options.runs());
    lease.afterwards(() -> backends.forEach(Backend::close));
  }

  /** Kernels are made for a number of threads. */
  private record Key(Map<String, Long> sizes, int threads) {}

  /** A plan with the frames that no run uses now; freed when dropped and no run uses it. */
  private static final class Held {
    final Key key;
    final Plan plan;
    final Lease lease;
    final ConcurrentLinkedQueue<BoundFrame> idle = new ConcurrentLinkedQueue<>();
    final AtomicInteger users = new AtomicInteger(1);
    final StepTimes times;

    /** Whether somebody has looked at it and found it good. */
    volatile boolean accepted;

    Held(Key key, Plan plan, Lease lease) {
      this.key = key;
      this.plan = plan;
      this.lease = lease;
      this.times = new StepTimes();
    }

    void release() {
      if (users.decrementAndGet() == 0) {
        idle.forEach(BoundFrame::close);
        lease.close();
      }
    }
  }

  /** How kernels of a frame are divided: by the first backend that has threads of its own. */
  private Splitter splitter(Arena frameArena) {
    return backends.stream()
        .flatMap(backend -> backend.splitter(frameArena).stream())
        .findFirst()
        .orElse(Splitter.SEQUENTIAL);
  }

  /** A frame with every kernel bound to it. */
  private final class BoundFrame implements AutoCloseable {
    final Arena arena = Arena.ofShared();
    final Frame frame;
    final int threads;
    final Invocation[] invocations;

    BoundFrame(Held held) {
      this.threads = held.key.threads;
      try {
        this.frame = held.plan.frame(arena, held.key.threads, splitter(arena));
        this.invocations =
            held.plan.steps().stream()
                .map(step -> step.kernel().bind(frame, arena))
                .toArray(Invocation[]::new);
      } catch (RuntimeException | Error e) {
        arena.close(); // a device may have too little memory for one more
        throw e;
      }
    }

    @Override
    public void close() {
      arena.close();
    }
  }

  /** The plan for these sizes. */
  public Plan at(Map<String, Long> sizes) {
    Held held = hold(sizes, options.threads());
    try {
      return held.plan;
    } finally {
      held.release();
    }
  }

  private synchronized Held hold(Map<String, Long> sizes, int threads) {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    Key key = new Key(Map.copyOf(sizes), threads);
    Held held = plans.get(key);
    if (held == null) {
      held = make(key);
      plans.put(key, held);
      if (plans.size() > MOST_PLANS) {
        plans.pollFirstEntry().getValue().release();
      }
    }
    held.users.incrementAndGet();
    return held;
  }

  private Held make(Key key) {
    // The library asks how many threads there are when a primitive is made.
    backends.forEach(backend -> backend.begin(key.threads));
    Lease own = new Lease();
    try {
      own.keep(lease);
      FrozenGraph canonical = CanonicalForm.apply(program.at(key.sizes, own));
      FrozenGraph graph = program.fold(TransposedAsConvolution.apply(canonical, policy));
      if (options.bfloat16()) {
        graph = program.fold(CastToBfloat16.apply(graph));
      }
      Fusion.Result fused = Fusion.fuse(graph, policy);
      Plan plan = Planner.plan(fused.frozen(), fused.regions(), backends, constants, own);
      return new Held(key, plan, own);
    } catch (RuntimeException | Error e) {
      own.close();
      throw e;
    }
  }

  /** Forgets what runs have measured. */
  public synchronized void forgetTimes() {
    plans.values().forEach(held -> held.times.reset());
  }

  /** Begins a run; it must be closed. */
  public Run begin(Map<String, Long> sizes) {
    return new Run(hold(sizes, options.threads()));
  }

  private void compute(
      Held held, List<Tensor> inputs, List<Tensor> outputs, ValueListener listener) {
    BoundFrame bound = frame(held);
    try (Arena copies = Arena.ofConfined()) {
      attach(bound, inputs, outputs, copies, true);
      Audience audience = Audience.of(bound.frame);
      audience.listener = listener;
      backends.forEach(backend -> backend.begin(held.key.threads));
      try {
        if (options.profiling()) {
          held.times.measure(bound.invocations);
        } else {
          invokeAll(bound);
        }
      } finally {
        audience.listener = ValueListener.NONE;
        bound.frame.queue().ifPresent(WorkQueue::finish); // it reads the caller's memory
      }
    } finally {
      giveBack(held, bound); // also after a failure: nothing in it outlives a run
    }
  }

  private static void giveBack(Held held, BoundFrame bound) {
    bound.frame.detach();
    held.idle.add(bound);
  }

  private BoundFrame frame(Held held) {
    BoundFrame bound = held.idle.poll();
    return bound == null ? new BoundFrame(held) : bound;
  }

  private static void attach(
      BoundFrame bound, List<Tensor> inputs, List<Tensor> outputs, Arena copies, boolean waits) {
    bound.frame.attach(
        CallerMemory.inputs(inputs, copies), CallerMemory.outputs(outputs), bound.threads, waits);
  }

  private static void invokeAll(BoundFrame bound) {
    for (Invocation invocation : bound.invocations) {
      invocation.run();
    }
  }

  /** Puts a run into the queue of its frame; what it holds is given back when it is done. */
  private CompletableFuture<@Nullable Void> enqueue(
      Held held, List<Tensor> inputs, List<Tensor> outputs, Executor executor) {
    BoundFrame bound = frame(held);
    Arena copies = Arena.ofShared();
    try {
      attach(bound, inputs, outputs, copies, false);
      invokeAll(bound);
      return bound
          .frame
          .queue()
          .orElseThrow()
          .completion(executor)
          .whenComplete((_, _) -> {
            copies.close();
            giveBack(held, bound);
          });
    } catch (RuntimeException | Error e) {
      try {
        bound.frame.queue().ifPresent(WorkQueue::finish);
      } catch (RuntimeException | Error second) {
        e.addSuppressed(second);
      } finally {
        copies.close();
        giveBack(held, bound);
      }
      throw e;
    }
  }

  /** One run. */
  public final class Run implements AutoCloseable {
    private final Held held;

    private Run(Held held) {
      this.held = held;
    }

    public Plan plan() {
      return held.plan;
    }

    /** Whether {@link #accept} was called for this plan. */
    public boolean isAccepted() {
      return held.accepted;
    }

    /** Remembers that nothing about this plan is to be checked again. */
    public void accept() {
      held.accepted = true;
    }

    /** What earlier runs measured. */
    public StepTimes times() {
      return held.times;
    }

    /**
     * Computes the outputs.
     *
     * @param inputs of the plan's types
     * @param outputs contiguous, of the plan's types; their memory is written
     */
    public void execute(List<Tensor> inputs, List<Tensor> outputs) {
      execute(inputs, outputs, ValueListener.NONE);
    }

    /**
     * As {@link #execute(List, List)}.
     *
     * @param listener is shown the values of {@code octet.observe} nodes
     */
    public void execute(List<Tensor> inputs, List<Tensor> outputs, ValueListener listener) {
      boolean heard = !listener.equals(ValueListener.NONE);
      try (ThreadBudget.Share share = heard ? budget.takeWithoutWaiting() : budget.take()) {
        if (share.threads() == held.key.threads) {
          compute(held, inputs, outputs, listener);
          return;
        }
        Held smaller = withThreads(share.threads());
        try {
          compute(smaller, inputs, outputs, listener);
        } finally {
          smaller.release();
        }
      }
    }

    /**
     * The same plan for fewer threads; if the program is closed meanwhile, the one that there is.
     */
    private Held withThreads(int threads) {
      synchronized (PlannedProgram.this) {
        if (!closed) {
          return hold(held.key.sizes, threads);
        }
        held.users.incrementAndGet();
        return held;
      }
    }

    /**
     * Computes the outputs while the caller goes on. Where a plan has no queue, a thread of the
     * executor runs it.
     *
     * @param inputs not to be changed, and outputs not to be read, until the future is complete
     * @return complete when the outputs are there, or with what failed
     */
    public CompletableFuture<@Nullable Void> submit(
        List<Tensor> inputs, List<Tensor> outputs, Executor executor) {
      held.users.incrementAndGet();
      CompletableFuture<@Nullable Void> done;
      if (held.plan.isQueued() && !options.profiling()) {
        ThreadBudget.Share share = budget.take();
        try {
          done = enqueue(held, inputs, outputs, executor).whenComplete((_, _) -> share.close());
        } catch (RuntimeException | Error e) {
          share.close();
          held.release();
          throw e;
        }
      } else {
        done = submissions.add(() -> execute(inputs, outputs), executor);
      }
      return done.whenComplete((_, _) -> held.release());
    }

    @Override
    public void close() {
      held.release();
    }
  }

  /** Frees the plans and what they share, once the runs that are in work have ended. */
  @Override
  public void close() {
    List<Held> all;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      all = new ArrayList<>(plans.values());
      plans.clear();
    }
    all.forEach(Held::release);
    lease.close();
  }
}
