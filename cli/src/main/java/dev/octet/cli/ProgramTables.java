package dev.octet.cli;

import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import dev.octet.tensor.Tensor;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints a program as tables for a person to read. */
final class ProgramTables {
  private static final long KIB = 1024;

  private ProgramTables() {}

  static void print(ExportedProgram program, PrintWriter out) {
    summary(program, out);
    out.println();
    parameters(program, out);
    out.println();
    nodes(program, out);
  }

  private static void summary(ExportedProgram program, PrintWriter out) {
    long elements = 0;
    long bytes = 0;
    for (Tensor tensor : program.state().values()) {
      elements += tensor.elements();
      bytes += tensor.byteSize();
    }
    out.printf(Locale.ROOT, "dialect     %s%n", String.join(", ", program.metadata().verifiers()));
    out.printf(Locale.ROOT, "written by  %s%n", program.metadata().producer());
    for (Value input : program.userInputs()) {
      out.printf(Locale.ROOT, "input       %s %s%n", input, OutputText.named(input.type()));
    }
    for (int i = 0; i < program.outputs().size(); i++) {
      GraphOutput output = program.graph().outputs().get(i);
      String what =
          switch (output) {
            case GraphOutput.Of(Value value) -> value + " " + OutputText.named(value.type());
            case GraphOutput.Literal(var literal) -> OutputText.of(literal);
          };
      out.printf(Locale.ROOT, "output      %s%s%n", what, purpose(program.outputs().get(i)));
    }
    program
        .ranges()
        .forEach((symbol, range) ->
            out.printf(Locale.ROOT, "symbol      %s in %s%n", OutputText.named(symbol), range));
    out.printf(
        Locale.ROOT,
        "state       %d tensors, %,d elements, %s%n",
        program.state().size(),
        elements,
        size(bytes));
    out.printf(Locale.ROOT, "nodes       %d%n", program.graph().nodes().size());
  }

  /** What becomes of an output, unless the caller simply gets it. */
  private static String purpose(OutputSpec output) {
    return switch (output) {
      case OutputSpec.User _ -> "";
      case OutputSpec.BufferMutation(String buffer) -> " (new value of buffer " + buffer + ")";
      case OutputSpec.ParameterMutation(String name) -> " (new value of parameter " + name + ")";
      case OutputSpec.UserInputMutation(String input) -> " (new value of input %" + input + ")";
      case OutputSpec.Training(String kind, String target) -> " (" + kind + " of " + target + ")";
      case OutputSpec.Token _ -> " (token)";
    };
  }

  private static void parameters(ExportedProgram program, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("KIND", "NAME", "TYPE", "SIZE"));
    for (int i = 0; i < program.inputs().size(); i++) {
      Value value = program.graph().inputs().get(i);
      switch (program.inputs().get(i)) {
        case InputSpec.Parameter(String name) -> rows.add(row("parameter", name, program));
        case InputSpec.Buffer(String name, boolean persistent) ->
            rows.add(row(persistent ? "buffer" : "buffer (not saved)", name, program));
        case InputSpec.Constant(String name) -> rows.add(row("constant", name, program));
        case InputSpec.CustomObject(String name) ->
            rows.add(List.of("object", name, value.type().toString(), ""));
        case InputSpec.User _, InputSpec.Frozen _, InputSpec.Token _ -> {}
      }
    }
    TextTable.print(rows, out);
  }

  private static List<String> row(String kind, String name, ExportedProgram program) {
    Tensor tensor = program.state().get(name);
    return tensor == null
        ? List.of(kind, name, "missing", "")
        : List.of(kind, name, tensor.toString(), size(tensor.byteSize()));
  }

  private static void nodes(ExportedProgram program, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NODE", "OPERATOR", "RESULT", "MODULE"));
    for (Node node : program.graph().nodes()) {
      String types =
          node.results().stream()
              .map(value -> OutputText.named(value.type()))
              .collect(Collectors.joining(", "));
      rows.add(
          List.of(
              "%" + node.name(), node.op().name().toString(), types, node.origin().modulePath()));
    }
    TextTable.print(rows, out);
  }

  /** A number of bytes for people. */
  static String size(long bytes) {
    if (bytes < KIB) {
      return bytes + " B";
    }
    if (bytes < KIB * KIB) {
      return String.format(Locale.ROOT, "%.1f KiB", (double) bytes / KIB);
    }
    return bytes < KIB * KIB * KIB
        ? String.format(Locale.ROOT, "%.1f MiB", (double) bytes / KIB / KIB)
        : String.format(Locale.ROOT, "%.1f GiB", (double) bytes / KIB / KIB / KIB);
  }
}
