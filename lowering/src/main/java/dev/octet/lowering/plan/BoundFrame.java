package dev.octet.lowering.plan;

import dev.octet.graph.evaluate.ValueListener;
import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.kernel.Frame;
import dev.octet.lowering.kernel.Invocation;
import dev.octet.lowering.kernel.Splitter;
import dev.octet.lowering.kernel.WorkQueue;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;

/** The memory of one run with every kernel of the plan bound to it; for one run at a time. */
final class BoundFrame implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private final Frame frame;
  private final int threads;
  private final Invocation[] invocations;

  BoundFrame(Plan plan, int threads, List<Backend> backends) {
    this.threads = threads;
    try {
      this.frame = plan.frame(arena, threads, splitter(backends, arena));
      this.invocations =
          plan.steps().stream()
              .map(step -> step.kernel().bind(frame, arena))
              .toArray(Invocation[]::new);
    } catch (RuntimeException | Error e) {
      arena.close(); // a device may have too little memory for one more
      throw e;
    }
  }

  /** How kernels are divided: by the first backend that has threads of its own. */
  private static Splitter splitter(List<Backend> backends, Arena arena) {
    return backends.stream()
        .flatMap(backend -> backend.splitter(arena).stream())
        .findFirst()
        .orElse(Splitter.SEQUENTIAL);
  }

  /**
   * Gives the next run its tensors.
   *
   * @param copies lives until the run has ended
   * @param waits whether the caller waits for the run's end
   */
  void attach(List<Tensor> inputs, List<Tensor> outputs, Arena copies, boolean waits) {
    frame.attach(
        CallerMemory.inputs(inputs, copies), CallerMemory.outputs(outputs), threads, waits);
  }

  void detach() {
    frame.detach();
  }

  void run() {
    for (Invocation invocation : invocations) {
      invocation.run();
    }
  }

  void run(StepTimes times) {
    times.measure(invocations);
  }

  /** Who is shown what the next run observes. */
  void listener(ValueListener listener) {
    Audience.of(frame).listener = listener;
  }

  Optional<WorkQueue> queue() {
    return frame.queue();
  }

  @Override
  public void close() {
    arena.close();
  }
}
