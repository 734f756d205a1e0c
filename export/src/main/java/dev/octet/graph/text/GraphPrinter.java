package dev.octet.graph.text;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints one graph; makes use of no other state than the text so far. */
final class GraphPrinter {
  private static final int LINE_LENGTH = 100;

  private final StringBuilder out = new StringBuilder();
  private final PrintOptions options;
  private final OriginTable origins = new OriginTable();
  private final ArgumentPrinter arguments = new ArgumentPrinter(out, this);
  private @Nullable Map<Value, String> numbers;
  private int indent;

  GraphPrinter(PrintOptions options) {
    this.options = options;
  }

  String print(Graph graph) {
    append(graph);
    out.append('\n');
    if (options.origins() && !origins.isEmpty()) {
      origins.append(out);
    }
    return out.toString();
  }

  String print(Node node) {
    append(node);
    return out.toString();
  }

  PrintOptions options() {
    return options;
  }

  /**
   * Prints a graph, which may be nested in an argument, from {@code graph(} to the closing brace.
   */
  void append(Graph graph) {
    Map<Value, String> outer = numbers;
    numbers = options.numbered() ? number(graph) : null;
    out.append("graph");
    appendInputs(graph);
    out.append(" {\n");
    indent++;
    for (Node node : graph.nodes()) {
      indent();
      append(node);
      String path = node.origin().modulePath();
      if (options.modulePaths() && !path.isEmpty()) {
        out.append("  ; ").append(path.replaceAll("\\R", " "));
      }
      out.append('\n');
    }
    indent();
    out.append("return");
    String separator = " ";
    for (GraphOutput output : graph.outputs()) {
      out.append(separator);
      switch (output) {
        case GraphOutput.Of(Value value) -> appendName(value);
        case GraphOutput.Literal(Argument argument) -> arguments.append(argument, List.of());
      }
      separator = ", ";
    }
    out.append('\n');
    indent--;
    indent();
    out.append('}');
    numbers = outer;
  }

  private void appendInputs(Graph graph) {
    int start = out.length();
    appendInputs(graph, "(", ", ", ")");
    int lineStart = out.lastIndexOf("\n", start) + 1;
    if (out.length() - lineStart > LINE_LENGTH) {
      out.setLength(start);
      String margin = "\n" + "  ".repeat(indent + 2);
      appendInputs(graph, "(" + margin, "," + margin, ")");
    }
  }

  private void appendInputs(Graph graph, String open, String between, String close) {
    String separator = open;
    for (Value input : graph.inputs()) {
      out.append(separator);
      appendTyped(input);
      separator = between;
    }
    out.append(graph.inputs().isEmpty() ? "()" : close);
  }

  private void append(Node node) {
    for (int i = 0; i < node.results().size(); i++) {
      out.append(i == 0 ? "" : ", ");
      appendTyped(node.results().get(i));
    }
    out.append(node.results().isEmpty() ? "() = " : " = ");
    arguments.appendCall(node);
    boolean named = node.results().size() == 1 && node.result().name().equals(node.name());
    if (!named && !options.numbered()) {
      out.append(" as %");
      Quoting.appendName(out, node.name());
    }
    if (options.origins() && !node.origin().equals(Origin.UNKNOWN)) {
      out.append(" !").append(origins.number(node.origin()));
    }
  }

  private void appendTyped(Value value) {
    appendName(value);
    out.append(": ");
    TypePrinter.append(out, value.type());
  }

  void appendName(Value value) {
    String number = numbers == null ? null : numbers.get(value);
    out.append('%');
    Quoting.appendName(out, number == null ? value.name() : number);
  }

  /** Numbers for the results of the nodes, past those that are names of inputs. */
  private static Map<Value, String> number(Graph graph) {
    List<String> taken = new ArrayList<>();
    graph.inputs().forEach(input -> taken.add(input.name()));
    Map<Value, String> numbers = new HashMap<>();
    Map<String, Integer> inputs = new HashMap<>();
    taken.forEach(name -> inputs.put(name, 0));
    int next = 0;
    for (Node node : graph.nodes()) {
      for (Value result : node.results()) {
        while (inputs.containsKey(Integer.toString(next))) {
          next++;
        }
        numbers.put(result, Integer.toString(next++));
      }
    }
    return numbers;
  }

  private void indent() {
    out.repeat("  ", indent);
  }
}
