package dev.octet.cli;

import dev.octet.graph.Value;
import dev.octet.program.ExportedProgram;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which sizes a program of symbolic sizes is looked at with. */
final class SizeOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--sizes",
      converter = SymbolSize.Converter.class,
      split = ",",
      paramLabel = "s0=8",
      description = "A number for each symbolic size of the program, separated by commas.")
  private List<SymbolSize> sizes = List.of();

  /** Refuses a symbol that is given two numbers. */
  void check() {
    Set<String> symbols = new HashSet<>();
    for (SymbolSize size : sizes) {
      if (!symbols.add(size.symbol())) {
        throw new ParameterException(
            spec.commandLine(),
            "--sizes names " + size.symbol() + " more than once; give one number for each symbol");
      }
    }
  }

  /**
   * A number for each symbol of the program.
   *
   * @param known numbers of symbols that other options set
   */
  Map<String, Long> of(ExportedProgram program, Map<String, Long> known) {
    Map<String, Long> all = new HashMap<>(known);
    sizes.forEach(size -> all.put(size.symbol(), size.size()));
    SortedSet<String> symbols = symbols(program);
    SortedSet<String> missing = new TreeSet<>(symbols);
    missing.removeAll(all.keySet());
    if (!missing.isEmpty()) {
      throw new InputException(
          "the program has symbolic sizes, and nothing says how large they are: "
              + program.userInputs().stream().map(v -> v + " " + v.type()).toList()
              + "; give --sizes "
              + String.join(",", missing.stream().map(name -> name + "=8").toList()));
    }
    SortedSet<String> unknown = new TreeSet<>(all.keySet());
    unknown.removeAll(symbols);
    if (!unknown.isEmpty()) {
      throw new InputException(
          "--sizes names "
              + String.join(", ", unknown)
              + ", but the program has "
              + (symbols.isEmpty() ? "no symbolic sizes" : String.join(", ", symbols)));
    }
    return all;
  }

  boolean isGiven() {
    return !sizes.isEmpty();
  }

  static boolean isSymbolic(ExportedProgram program) {
    return !symbols(program).isEmpty();
  }

  /** The symbols that are the first size of an input, as that of a batch is. */
  static Map<String, Long> ofBatch(ExportedProgram program, long batch) {
    Map<String, Long> found = new HashMap<>();
    for (Value input : program.userInputs()) {
      if (input.tensorType().rank() > 0) {
        SymInt first = input.tensorType().size(0);
        if (first.symbols().size() == 1 && first.equals(SymInt.symbol(first.symbols().first()))) {
          found.put(first.symbols().first(), batch);
        }
      }
    }
    return found;
  }

  private static SortedSet<String> symbols(ExportedProgram program) {
    SortedSet<String> symbols = new TreeSet<>();
    program.userInputs().forEach(value -> symbols.addAll(value.type().symbols()));
    return symbols;
  }
}
