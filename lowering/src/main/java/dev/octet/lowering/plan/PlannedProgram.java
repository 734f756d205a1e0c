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
import dev.octet.lowering.kernel.Lease;
import dev.octet.lowering.type.CastToBfloat16;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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
  private final SequencedMap<HeldPlan.Key, HeldPlan> plans = new LinkedHashMap<>(16, 0.75f, true);
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

  /** The plan for these sizes. */
  public Plan at(Map<String, Long> sizes) {
    HeldPlan held = hold(sizes, options.threads());
    try {
      return held.plan();
    } finally {
      held.release();
    }
  }

  private synchronized HeldPlan hold(Map<String, Long> sizes, int threads) {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    HeldPlan.Key key = new HeldPlan.Key(Map.copyOf(sizes), threads);
    HeldPlan held = plans.get(key);
    if (held == null) {
      held = make(key);
      plans.put(key, held);
      if (plans.size() > MOST_PLANS) {
        plans.pollFirstEntry().getValue().release();
      }
    }
    return held.keep();
  }

  private HeldPlan make(HeldPlan.Key key) {
    // The library asks how many threads there are when a primitive is made.
    backends.forEach(backend -> backend.begin(key.threads()));
    Lease own = new Lease();
    try {
      own.keep(lease);
      FrozenGraph canonical = CanonicalForm.apply(program.at(key.sizes(), own));
      FrozenGraph graph = program.fold(TransposedAsConvolution.apply(canonical, policy));
      if (options.bfloat16()) {
        graph = program.fold(CastToBfloat16.apply(graph));
      }
      Fusion.Result fused = Fusion.fuse(graph, policy);
      Plan plan = Planner.plan(fused.frozen(), fused.regions(), backends, constants, own);
      return new HeldPlan(key, plan, backends, own);
    } catch (RuntimeException | Error e) {
      own.close();
      throw e;
    }
  }

  /** Forgets what runs have measured. */
  public synchronized void forgetTimes() {
    plans.values().forEach(held -> held.times().reset());
  }

  /** Begins a run; it must be closed. */
  public Run begin(Map<String, Long> sizes) {
    return new Run(hold(sizes, options.threads()));
  }

  /** One run. */
  public final class Run implements AutoCloseable {
    private final HeldPlan held;

    private Run(HeldPlan held) {
      this.held = held;
    }

    public Plan plan() {
      return held.plan();
    }

    /** Whether {@link #accept} was called for this plan. */
    public boolean isAccepted() {
      return held.isAccepted();
    }

    /** Remembers that nothing about this plan is to be checked again. */
    public void accept() {
      held.accept();
    }

    /** What earlier runs measured. */
    public StepTimes times() {
      return held.times();
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
        if (share.threads() == held.key().threads()) {
          held.compute(inputs, outputs, listener, options.profiling());
          return;
        }
        HeldPlan smaller = withThreads(share.threads());
        try {
          smaller.compute(inputs, outputs, listener, options.profiling());
        } finally {
          smaller.release();
        }
      }
    }

    /**
     * The same plan for fewer threads; if the program is closed meanwhile, the one that there is.
     */
    private HeldPlan withThreads(int threads) {
      synchronized (PlannedProgram.this) {
        if (!closed) {
          return hold(held.key().sizes(), threads);
        }
        return held.keep();
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
      held.keep();
      CompletableFuture<@Nullable Void> done;
      if (held.plan().isQueued() && !options.profiling()) {
        ThreadBudget.Share share = budget.take();
        try {
          done = held.enqueue(inputs, outputs, executor).whenComplete((_, _) -> share.close());
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
    List<HeldPlan> all;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      all = new ArrayList<>(plans.values());
      plans.clear();
    }
    all.forEach(HeldPlan::release);
    lease.close();
  }
}
