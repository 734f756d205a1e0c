package dev.octet.quantizer.observe;

import com.google.common.base.Preconditions;
import dev.octet.quantizer.spec.QParams;
import dev.octet.tensor.Tensor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An observer together with its state: what stands at a site, or at several that share it, while a
 * model is calibrated. Thread-safe.
 *
 * <p>Several threads calibrate with the same result as one, bit by bit, if each runs its own batch
 * and says which: a call for batch {@code n} is applied after all calls for the batches before it.
 * A thread looks at its tensor at once and then waits for its turn, so batches move through the
 * model one behind the other. Batches are numbered from 0 without gaps, and must be started in that
 * order, each on a thread of its own; otherwise a call may wait for a batch that nobody runs. A
 * batch that fails ends the waiting of all with {@link #abort}.
 */
public final class RunningObserver {
  private final Observer observer;
  private final int callsPerBatch;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition turn = lock.newCondition();
  private volatile ObserverState state;
  private volatile @Nullable Computed computed;
  private long batch;
  private int calls;
  private @Nullable Throwable failure;

  /** Scale and zero point of a state. */
  private record Computed(ObserverState of, QParams qparams) {}

  /**
   * @param callsPerBatch how often each batch calls: the number of places in the graph where this
   *     observer stands
   */
  public RunningObserver(Observer observer, int callsPerBatch) {
    Preconditions.checkArgument(callsPerBatch > 0, "callsPerBatch is %s", callsPerBatch);
    this.observer = observer;
    this.callsPerBatch = callsPerBatch;
    this.state = observer.initialState();
  }

  public Observer observer() {
    return observer;
  }

  /** The state at this moment. */
  public ObserverState state() {
    return state;
  }

  /** True if the observer needs values and has seen none. */
  public boolean lacksValues() {
    return observer.needsValues() && state.isEmpty();
  }

  /** Scale and zero point of the state at this moment: see {@link Observer#qparams}. */
  public QParams qparams() {
    ObserverState now = state;
    Computed known = computed;
    // Convert and the report ask several times, and a histogram is searched for long.
    if (known == null || !known.of.equals(now)) {
      known = new Computed(now, observer.qparams(now));
      computed = known;
    }
    return known.qparams;
  }

  /** Looks at a tensor, to observe it later. */
  public Observation look(Tensor tensor) {
    return observer.look(tensor, state);
  }

  /** Observes a tensor, at once. Calls from several threads are applied in no certain order. */
  public void observe(Tensor tensor) {
    observe(look(tensor));
  }

  /** Observes at once what {@link #look} saw. */
  public void observe(Observation observation) {
    lock.lock();
    try {
      state = observer.update(state, observation);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Observes a tensor of a batch, when all calls for earlier batches have been applied.
   *
   * @param ofBatch the number of the batch since the last {@link #restart}, counted from 0
   * @throws ObserverException if the tensor cannot be observed, or another batch was aborted
   */
  public void observe(long ofBatch, Tensor tensor) {
    observe(ofBatch, look(tensor));
  }

  /** Observes what {@link #look} saw, when all calls for earlier batches have been applied. */
  public void observe(long ofBatch, Observation observation) {
    lock.lock();
    try {
      while (batch < ofBatch && failure == null) {
        turn.awaitUninterruptibly();
      }
      if (failure != null) {
        throw new ObserverException(
            observer.className()
                + ": calibration was given up because another batch failed: "
                + failure.getMessage(),
            failure);
      }
      Preconditions.checkState(
          batch == ofBatch,
          "batch %s calls more than %s times, or a second time",
          ofBatch,
          callsPerBatch);
      state = observer.update(state, observation);
      if (++calls == callsPerBatch) {
        calls = 0;
        batch++;
        turn.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes every call that waits, and every later one for a batch, fail with this cause; until
   * {@link #restart}.
   */
  public void abort(Throwable cause) {
    lock.lock();
    try {
      if (failure == null) {
        failure = cause;
      }
      turn.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Numbers batches from 0 again and forgets a failure; the state stays. Not to be called while a
   * batch runs.
   */
  public void restart() {
    lock.lock();
    try {
      batch = 0;
      calls = 0;
      failure = null;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all values, and restarts. */
  public void reset() {
    restore(observer.initialState());
  }

  /** Takes over a state of an equal observer, and restarts. */
  public void restore(ObserverState saved) {
    Preconditions.checkArgument(
        saved.getClass() == observer.initialState().getClass(),
        "%s does not have states such as %s",
        observer.className(),
        saved);
    lock.lock();
    try {
      state = saved;
      restart();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return observer.className() + "[" + state + "]";
  }
}
