package dev.octet.lowering;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.evaluate.ValueListener;
import dev.octet.lowering.archive.CompiledFile;
import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.plan.PlannedProgram;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * A program that runs. Thread-safe: any number of threads may run it at once, and share its
 * weights. Must be closed; runs that are in work then end as they would have, and native memory is
 * freed with the last of them.
 */
public final class CompiledModel implements AutoCloseable {
  /** Threads that live as long as they are wanted. */
  private static final Executor SUBMITTED =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("octet-submitted-", 0).factory());

  private final ExportedProgram program;
  private final Target target;
  private final PlannedProgram plans;

  /**
   * A model.
   *
   * @param callers the runs that are to be in work at once: 1, unless that is known beforehand
   */
  CompiledModel(ExportedProgram program, Target target, int callers) {
    this.program = program;
    this.target = target;
    ImmutableList<Backend> backends = Backends.of(target);
    try {
      this.plans =
          new PlannedProgram(
              program, backends, Backends.policy(target), Backends.options(target, callers));
    } catch (RuntimeException | Error e) {
      backends.forEach(Backend::close);
      throw e;
    }
  }

  /** Plans a program of fixed sizes at once, so that errors come early. */
  void prepare() {
    if (isStatic()) {
      ledger();
    }
  }

  /** What was compiled. */
  public ExportedProgram program() {
    return program;
  }

  /** What it was compiled for. */
  public Target target() {
    return target;
  }

  /**
   * Saves the program and what it was compiled for, profiling left out; {@link Lowering#load} reads
   * it. The file holds no code and nothing that depends on this processor. It appears at once and
   * whole.
   *
   * @throws dev.octet.program.FormatException if the file cannot be written
   */
  public void save(Path path) {
    new CompiledFile(program, target.toOptions()).write(path);
  }

  private boolean isStatic() {
    return program.userInputs().stream().allMatch(value -> value.type().symbols().isEmpty());
  }

  /** Holds a plan to the coverage that is required, once. */
  private void requireCoverage(PlannedProgram.Run run) {
    if (target.int8Coverage().isEmpty() || run.isAccepted()) {
      return;
    }
    Ledger ledger = ledger(run);
    if (ledger.int8Coverage() < target.int8Coverage().getAsDouble()) {
      throw new CoverageException(target.int8Coverage().getAsDouble(), ledger);
    }
    run.accept();
  }

  /**
   * Which kernel runs each node, for a program of fixed sizes.
   *
   * @throws InputException for a program of symbolic sizes; use {@link #ledger(Map)}
   */
  public Ledger ledger() {
    requireStatic("the ledger");
    return ledger(Map.of());
  }

  private void requireSizes(Map<String, Long> sizes) {
    Set<String> expected = new TreeSet<>();
    program.userInputs().forEach(value -> expected.addAll(value.type().symbols()));
    if (!expected.equals(sizes.keySet())) {
      throw new InputException(
          "sizes of " + new TreeSet<>(sizes.keySet()) + " were given, the program has " + expected);
    }
    program.requireInRange(sizes);
  }

  private void requireStatic(String what) {
    if (!isStatic()) {
      throw new InputException(
          "the program has symbolic sizes; ask for "
              + what
              + " of a combination: "
              + program.ranges());
    }
  }

  /**
   * Which kernel runs each node, for one combination of sizes.
   *
   * @param sizes a number for each symbol
   */
  public Ledger ledger(Map<String, Long> sizes) {
    requireSizes(sizes);
    try (PlannedProgram.Run run = plans.begin(sizes)) {
      requireCoverage(run);
      return ledger(run);
    }
  }

  private Ledger ledger(PlannedProgram.Run run) {
    return Ledgers.of(
        program,
        run.plan(),
        run.times(),
        Backends.processor(target),
        Backends.warnings(target),
        Backends.notes(target));
  }

  /** Which kernel runs each node, for the sizes of these inputs. */
  public Ledger ledger(List<Tensor> inputs) {
    return ledger(program.sizes(inputs));
  }

  /**
   * What the kernels that were generated for these sizes do, one text for each; kernels of
   * libraries have none.
   *
   * @param sizes a number for each symbol
   */
  public List<String> kernelListings(Map<String, Long> sizes) {
    requireSizes(sizes);
    try (PlannedProgram.Run run = plans.begin(sizes)) {
      return run.plan().steps().stream()
          .map(step -> step.kernel().listing())
          .flatMap(Optional::stream)
          .distinct()
          .toList();
    }
  }

  /**
   * As {@link #kernelListings(Map)}, for a program of fixed sizes.
   *
   * @throws InputException for a program of symbolic sizes
   */
  public List<String> kernelListings() {
    requireStatic("kernels");
    return kernelListings(Map.of());
  }

  /** Forgets the times that profiling has measured so far, those of a warm-up for instance. */
  public void forgetTimes() {
    plans.forgetTimes();
  }

  /** Runs the program; results live until the garbage collector frees them. */
  public List<Tensor> run(Tensor... inputs) {
    return run(List.of(inputs), Arena.ofAuto());
  }

  /**
   * Runs the program.
   *
   * @param inputs one for each input of the program; they are read where they lie if they are
   *     contiguous and in native memory, which must stay open until this returns: kernels do not
   *     look at arenas that another thread closes meanwhile
   * @param arena owns the results; the same holds for it
   * @return one for each of {@link ExportedProgram#tensorOutputs()}, as {@link
   *     ExportedProgram#run}: outputs that are literals, such as None, are left out
   * @throws InputException for a wrong number of inputs, a wrong type or size, naming the input,
   *     and for memory that is freed, belongs to another thread, or, of results, to the Java heap
   * @throws IllegalStateException if the model is closed
   */
  public List<Tensor> run(List<Tensor> inputs, Arena arena) {
    Map<String, Long> sizes = program.sizes(inputs);
    try (PlannedProgram.Run run = plans.begin(sizes)) {
      requireCoverage(run);
      List<Tensor> outputs = allocate(run, arena);
      run.execute(inputs, outputs);
      return outputs;
    }
  }

  /**
   * Runs the program while the caller goes on. On a device with a queue of its own no thread waits
   * for it; elsewhere a thread runs it.
   *
   * <p>A run that is submitted goes on to its end, and reads and writes memory until then; nothing
   * else completes its future. {@link CompletableFuture#cancel} gives false there; {@link
   * CompletableFuture#orTimeout} gives a future of its own that ends earlier, without the run.
   *
   * @param inputs as for {@link #run(List, Arena)}; they must not change until the future is
   *     complete
   * @param arena owns the results; it must be usable by every thread, as {@link Arena#ofShared} and
   *     {@link Arena#ofAuto} are, and stay open until then
   * @return the results, or what failed while the program ran
   * @throws InputException for a wrong number of inputs, a wrong type or size, naming the input,
   *     and for memory that one thread alone may use
   * @throws IllegalStateException if the model is closed
   */
  public CompletableFuture<List<Tensor>> submit(List<Tensor> inputs, Arena arena) {
    Map<String, Long> sizes = program.sizes(inputs);
    inputs.forEach(CompiledModel::requireAnyThread);
    try (PlannedProgram.Run run = plans.begin(sizes)) {
      requireCoverage(run);
      List<Tensor> outputs = allocate(run, arena);
      outputs.forEach(CompiledModel::requireAnyThread);
      return SubmittedRun.of(run.submit(inputs, outputs, SUBMITTED), outputs);
    }
  }

  /** What is submitted is worked on by other threads than the caller's. */
  private static void requireAnyThread(Tensor tensor) {
    if (!tensor.isShared()) {
      throw new InputException(
          tensor
              + " belongs to an arena of one thread alone; submit takes tensors and arenas that"
              + " every thread may use, as those of Arena.ofShared() and Arena.ofAuto()");
    }
  }

  /** As {@link #run(List, Arena)}; the listener is shown the values of {@code octet.observe}. */
  List<Tensor> run(List<Tensor> inputs, Arena arena, ValueListener listener) {
    Map<String, Long> sizes = program.sizes(inputs);
    try (PlannedProgram.Run run = plans.begin(sizes)) {
      requireCoverage(run);
      List<Tensor> outputs = allocate(run, arena);
      run.execute(inputs, outputs, listener);
      return outputs;
    }
  }

  private static List<Tensor> allocate(PlannedProgram.Run run, Arena arena) {
    List<Tensor> outputs = new ArrayList<>();
    for (Buffer output : run.plan().outputs()) {
      outputs.add(Tensor.allocate(arena, output.dtype(), output.shape()));
    }
    return outputs;
  }

  /**
   * Frees plans, packed weights and the memory of runs, with the last run that is in work; no other
   * can begin.
   */
  @Override
  public void close() {
    plans.close();
  }
}
