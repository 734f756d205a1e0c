package dev.octet.quantizer.calibrate;

import com.google.common.base.Preconditions;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.quantizer.observe.LookThreads;
import dev.octet.quantizer.observe.Observation;
import dev.octet.quantizer.observe.ObserverException;
import dev.octet.quantizer.observe.RunningObserver;
import dev.octet.quantizer.prepare.ObserverGroup;
import dev.octet.quantizer.prepare.PreparedProgram;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Shows the tensors of each run to the observers. Thread-safe; several threads give the observers
 * the same states as one, bit by bit, because each observer takes batches in their order.
 */
public final class Calibration {
  private final PreparedProgram prepared;
  private final Evaluator evaluator;
  private final AtomicLong batches;
  private final ConstantLooks constants;

  public Calibration(PreparedProgram prepared, Evaluator evaluator) {
    this(prepared, evaluator, new AtomicLong(), new ConstantLooks(prepared));
  }

  private Calibration(
      PreparedProgram prepared, Evaluator evaluator, AtomicLong batches, ConstantLooks constants) {
    this.prepared = prepared;
    this.evaluator = evaluator;
    this.batches = batches;
    this.constants = constants;
  }

  /** The same observers and the same count of batches, run by another evaluator. */
  public Calibration withEvaluator(Evaluator other) {
    return new Calibration(prepared, other, batches, constants);
  }

  /** The number of batches that have been run. */
  public long batches() {
    return batches.get();
  }

  /**
   * Runs one batch; the observers see it at once.
   *
   * @return the outputs of the program, in {@code arena}
   * @throws InputException for a wrong number of inputs, a wrong type or size
   * @throws CalibrationException if an observer refuses a tensor, naming where
   */
  public List<Tensor> run(List<Tensor> batch, Arena arena) {
    List<Tensor> outputs =
        prepared
            .program()
            .run(evaluator, batch, arena, (value, tensor) -> observe(value, tensor, -1));
    batches.incrementAndGet();
    return outputs;
  }

  /**
   * Runs batches in order.
   *
   * @param iterator is asked for one batch at a time, by one thread at a time
   * @param threads how many batches are in work at once, at least 1
   * @param progress is called after each batch, by any thread
   * @return how many batches there were
   * @throws InputException as {@link #run} does, naming the batch; the observers have then seen a
   *     part of the batches and must be reset before a new attempt
   */
  public long runAll(Iterator<List<Tensor>> iterator, int threads, Runnable progress) {
    Preconditions.checkArgument(threads >= 1, "%s threads, expected at least 1", threads);
    observers().forEach(RunningObserver::restart);
    Batches source = new Batches(iterator);
    int threadsOfLook = Math.max(1, Runtime.getRuntime().availableProcessors() / threads);
    Runnable work = () -> LookThreads.limitedTo(threadsOfLook, () -> work(source, progress));
    List<Thread> others = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      others.add(Thread.ofPlatform().name("calibration-" + i).start(work));
    }
    work.run();
    boolean interrupted = false;
    for (Thread other : others) {
      boolean ended = false;
      while (!ended) {
        try {
          other.join();
          ended = true;
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    source.rethrow();
    return source.taken();
  }

  private List<RunningObserver> observers() {
    return prepared.groups().stream()
        .map(ObserverGroup::observer)
        .flatMap(Optional::stream)
        .toList();
  }

  private void work(Batches source, Runnable progress) {
    try {
      for (Batches.Batch batch = source.next(); batch != null; batch = source.next()) {
        runNumbered(batch);
        batches.incrementAndGet();
        progress.run();
      }
    } catch (RuntimeException | Error failure) {
      source.fail(failure);
      observers().forEach(observer -> observer.abort(failure));
    }
  }

  private void runNumbered(Batches.Batch batch) {
    try (Arena arena = Arena.ofConfined()) {
      prepared
          .program()
          .run(
              evaluator,
              batch.inputs(),
              arena,
              (value, tensor) -> observe(value, tensor, batch.number()));
    } catch (CalibrationException e) {
      throw e;
    } catch (InputException e) {
      throw new CalibrationException(
          "batch " + batch.number() + " (counted from 0): " + e.getMessage(), e);
    }
  }

  private void observe(Value value, Tensor tensor, long batch) {
    ObserverGroup group = prepared.observers().get(value.name());
    RunningObserver observer = group == null ? null : group.observer().orElse(null);
    if (observer == null) {
      return;
    }
    try {
      Observation seen = constants.look(value, observer, tensor);
      if (batch < 0) {
        observer.observe(seen);
      } else {
        observer.observe(batch, seen);
      }
    } catch (ObserverException e) {
      throw new CalibrationException(
          (batch < 0 ? "" : "batch " + batch + " (counted from 0): ")
              + describe(value)
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** What an observer watches and for whom, for messages. */
  private String describe(Value observed) {
    Map<String, Node> nodes = new HashMap<>();
    prepared.program().graph().nodes().forEach(node -> nodes.put(node.name(), node));
    Node observer = nodes.get(observed.name());
    @Nullable Value source = observer == null ? null : observer.operand(0);
    String producer =
        source == null
            ? observed.toString()
            : prepared
                .program()
                .graph()
                .producer(source)
                .map(node -> "the result of " + node)
                .orElse("the input " + source);
    return "observer " + observed + " of " + producer;
  }
}
