package dev.octet.lowering;

import dev.octet.graph.Value;
import dev.octet.graph.evaluate.ValueListener;
import dev.octet.lowering.archive.CompiledFile;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.plan.PlannedProgram;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A program that runs. Thread-safe: any number of threads may run it at once, and share its
 * weights. Must be closed, after the last run has returned.
 */
public final class CompiledModel implements AutoCloseable {
  private final ExportedProgram program;
  private final Target target;
  private final PlannedProgram plans;

  /** Sizes whose plans have the coverage that is required. */
  private final Set<Map<String, Long>> covered = ConcurrentHashMap.newKeySet();

  CompiledModel(ExportedProgram program, Target target) {
    this.program = program;
    this.target = target;
    this.plans =
        new PlannedProgram(
            program, Backends.of(target), Backends.policy(target), Backends.options(target));
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

  /** Holds the plan for these sizes to the coverage that is required, once. */
  private void requireCoverage(Map<String, Long> sizes, PlannedProgram.Run run) {
    if (target.int8Coverage().isEmpty() || covered.contains(sizes)) {
      return;
    }
    Ledger ledger = ledger(run);
    if (ledger.int8Coverage() < target.int8Coverage().getAsDouble()) {
      throw new CoverageException(target.int8Coverage().getAsDouble(), ledger);
    }
    covered.add(Map.copyOf(sizes));
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
    checkRanges(sizes);
  }

  private void checkRanges(Map<String, Long> sizes) {
    program
        .ranges()
        .forEach((symbol, range) -> {
          if (sizes.keySet().containsAll(symbol.symbols())
              && !range.contains(symbol.evaluate(sizes))) {
            throw new InputException(
                "size "
                    + symbol
                    + " = "
                    + symbol.evaluate(sizes)
                    + " is outside the exported range "
                    + range);
          }
        });
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
      requireCoverage(sizes, run);
      return ledger(run);
    }
  }

  private Ledger ledger(PlannedProgram.Run run) {
    return Ledgers.of(
        program, run.plan(), run.times(), Backends.processor(target), Backends.notes(target));
  }

  /** Which kernel runs each node, for the sizes of these inputs. */
  public Ledger ledger(List<Tensor> inputs) {
    return ledger(sizes(inputs));
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
   *     contiguous
   * @param arena owns the results
   * @throws InputException for a wrong number of inputs, a wrong type or size, naming the input
   */
  public List<Tensor> run(List<Tensor> inputs, Arena arena) {
    Map<String, Long> sizes = sizes(inputs);
    try (PlannedProgram.Run run = plans.begin(sizes)) {
      requireCoverage(sizes, run);
      List<Tensor> outputs = allocate(run, arena);
      run.execute(inputs, outputs);
      return outputs;
    }
  }

  /** As {@link #run(List, Arena)}; the listener is shown the values of {@code octet.observe}. */
  List<Tensor> run(List<Tensor> inputs, Arena arena, ValueListener listener) {
    Map<String, Long> sizes = sizes(inputs);
    try (PlannedProgram.Run run = plans.begin(sizes)) {
      requireCoverage(sizes, run);
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

  /** The number that each symbol of the program has for these inputs. */
  private Map<String, Long> sizes(List<Tensor> inputs) {
    List<Value> expected = program.userInputs();
    if (expected.size() != inputs.size()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%d inputs were given, the program takes %d: %s",
              inputs.size(),
              expected.size(),
              expected));
    }
    Map<String, Long> sizes = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      bind(expected.get(i), inputs.get(i), sizes);
    }
    for (int i = 0; i < inputs.size(); i++) {
      check(expected.get(i), inputs.get(i), sizes);
    }
    checkRanges(sizes);
    return sizes;
  }

  private static void bind(Value input, Tensor given, Map<String, Long> sizes) {
    TensorType type = input.tensorType();
    for (int d = 0; d < Math.min(type.rank(), given.shape().rank()); d++) {
      SymInt size = type.sizes().get(d);
      if (!size.isConstant()
          && size.symbols().size() == 1
          && size.equals(SymInt.symbol(size.symbols().first()))) {
        sizes.putIfAbsent(size.symbols().first(), given.shape().size(d));
      }
    }
  }

  private static void check(Value input, Tensor given, Map<String, Long> sizes) {
    TensorType type = input.tensorType();
    boolean fits = given.dtype() == type.dtype() && given.shape().rank() == type.rank();
    for (int d = 0; fits && d < type.rank(); d++) {
      SymInt size = type.sizes().get(d);
      fits =
          !sizes.keySet().containsAll(size.symbols())
              || size.evaluate(sizes) == given.shape().size(d);
    }
    if (!fits) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "input %s is %s, expected %s%s",
              input,
              given,
              type,
              sizes.isEmpty() ? "" : " with " + sizes));
    }
  }

  /** Frees plans, packed weights and the memory of runs. */
  @Override
  public void close() {
    plans.close();
  }
}
