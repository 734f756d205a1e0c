package dev.octet.quantizer.compare;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import com.google.common.util.concurrent.Uninterruptibles;
import dev.octet.graph.Node;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.quantizer.compare.JointProgram.Compared;
import dev.octet.tensor.InputException;
import dev.octet.tensor.InternalException;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs samples through a joint program. Each sample has sums of its own, which are added in the
 * order of the samples, so that the result does not depend on the number of threads.
 */
final class ComparisonRun {
  private final JointProgram joint;
  private final Evaluator evaluator;

  ComparisonRun(JointProgram joint, Evaluator evaluator) {
    this.joint = joint;
    this.evaluator = evaluator;
  }

  ComparisonResult run(Iterator<List<Tensor>> samples, int threads) {
    SampleSums total = new SampleSums(joint);
    int count = threads == 1 ? one(samples, total) : several(samples, threads, total);
    if (count == 0) {
      throw new InputException("there is no sample to compare; give at least one");
    }
    return result(total, count);
  }

  private int one(Iterator<List<Tensor>> samples, SampleSums total) {
    int count = 0;
    while (samples.hasNext()) {
      total.add(sample(count++, samples.next()));
    }
    return count;
  }

  /** As many samples in work as there are threads; the first one that fails is reported. */
  private int several(Iterator<List<Tensor>> samples, int threads, SampleSums total) {
    int count = 0;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      Deque<Future<SampleSums>> running = new ArrayDeque<>();
      try {
        while (samples.hasNext()) {
          if (running.size() == threads) {
            total.add(await(running.remove()));
          }
          int number = count++;
          List<Tensor> sample = samples.next();
          running.add(pool.submit(() -> sample(number, sample)));
        }
        while (!running.isEmpty()) {
          total.add(await(running.remove()));
        }
      } finally {
        running.forEach(future -> future.cancel(false));
      }
    }
    return count;
  }

  private static SampleSums await(Future<SampleSums> future) {
    try {
      return Uninterruptibles.getUninterruptibly(future);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      Throwables.throwIfUnchecked(cause);
      throw new InternalException("a sample could not be compared: " + cause, cause);
    }
  }

  private SampleSums sample(int number, List<Tensor> inputs) {
    SampleSums sums = new SampleSums(joint);
    try (Arena arena = Arena.ofConfined()) {
      sums.addOutputs(joint.program().run(evaluator, inputs, arena, sums));
    } catch (InputException e) {
      throw new InputException("sample " + number + " (counted from 0): " + e.getMessage(), e);
    }
    return sums;
  }

  private ComparisonResult result(SampleSums total, int samples) {
    ImmutableList.Builder<NodeComparison> nodes = ImmutableList.builder();
    for (int i = 0; i < joint.nodes().size(); i++) {
      Compared compared = joint.nodes().get(i);
      TensorError accumulated = total.accumulated(i).error();
      Optional<TensorError> isolated =
          switch (compared.isolation()) {
            case NONE -> Optional.empty();
            case ACCUMULATED -> Optional.of(accumulated);
            case COPY -> Optional.of(total.isolated(i).error());
          };
      Node quantized = compared.pair().quantized();
      nodes.add(
          new NodeComparison(
              compared.pair().reference().name(),
              quantized.name(),
              quantized.op().name().toString(),
              quantized.origin().modulePath(),
              accumulated,
              isolated));
    }
    ImmutableList.Builder<TensorError> outputs = ImmutableList.builder();
    for (int i = 0; i < joint.outputs(); i++) {
      outputs.add(total.output(i).error());
    }
    return new ComparisonResult(nodes.build(), outputs.build(), samples);
  }
}
