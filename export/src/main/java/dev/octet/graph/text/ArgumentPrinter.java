package dev.octet.graph.text;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.Binding;
import dev.octet.op.Op;
import dev.octet.op.OpName;
import dev.octet.op.Parameter;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Prints calls: the operator's name and its arguments. */
final class ArgumentPrinter {
  private static final Pattern BARE_OPERATOR = Pattern.compile("[A-Za-z_#][A-Za-z0-9_.:#]*");

  private final StringBuilder out;
  private final GraphPrinter graphs;

  ArgumentPrinter(StringBuilder out, GraphPrinter graphs) {
    this.out = out;
    this.graphs = graphs;
  }

  void appendCall(Node node) {
    Op op = node.op();
    if (!op.schema().known() && !op.name().isHigherOrder()) {
      out.append('?');
    }
    appendName(op.name());
    boolean inOrder = operandsInOrder(op, node.operands().size());
    List<Value> operands = inOrder ? node.operands() : List.of();
    out.append('(');
    if (op.schema().known()) {
      appendKnown(op, operands);
    } else {
      appendUnknown(op, operands);
    }
    out.append(')');
    if (!inOrder) {
      out.append(" on (");
      for (int i = 0; i < node.operands().size(); i++) {
        out.append(i == 0 ? "" : ", ");
        graphs.appendName(node.operands().get(i));
      }
      out.append(')');
    }
  }

  private void appendName(OpName name) {
    String text = name.toString();
    if (BARE_OPERATOR.matcher(text).matches() && OpName.parse(text).equals(name)) {
      out.append(text);
      return;
    }
    String separator = "operator(";
    for (String part : List.of(name.namespace(), name.base(), name.overload())) {
      out.append(separator);
      Quoting.append(out, part);
      separator = ", ";
    }
    out.append(')');
  }

  /**
   * What is required or computed in the graph stands by position, what differs from its default by
   * name.
   */
  private void appendKnown(Op op, List<Value> operands) {
    boolean all = graphs.options().defaults();
    boolean positional = true;
    String separator = "";
    for (int i = 0; i < op.arguments().size(); i++) {
      Parameter parameter = op.schema().parameters().get(i);
      Argument argument = op.arguments().get(i);
      boolean isDefault = Binding.defaultOf(parameter).filter(argument::equals).isPresent();
      positional &=
          !parameter.keywordOnly()
              && (all
                  || parameter.defaultValue().isEmpty()
                  || argument instanceof Argument.Operand);
      if (!positional && isDefault && !all) {
        continue;
      }
      out.append(separator);
      if (!positional) {
        out.append(parameter.name()).append('=');
      }
      append(argument, operands);
      separator = ", ";
    }
  }

  private void appendUnknown(Op op, List<Value> operands) {
    for (int i = 0; i < op.arguments().size(); i++) {
      String name = op.schema().parameters().get(i).name();
      out.append(i == 0 ? "" : ", ");
      if (!name.isEmpty()) {
        Quoting.appendName(out, name);
        out.append('=');
      }
      append(op.arguments().get(i), operands);
    }
  }

  /** Prints an argument; operands beyond the list are printed by number. */
  void append(Argument argument, List<Value> operands) {
    switch (argument) {
      case Argument.None _ -> out.append("None");
      case Argument.Operand(int index) -> {
        if (index >= 0 && index < operands.size()) {
          graphs.appendName(operands.get(index));
        } else {
          out.append('$').append(index);
        }
      }
      case Argument.Int(long value) -> out.append(value);
      case Argument.Float(double value) -> appendDouble(value);
      case Argument.Bool(boolean value) -> out.append(value ? "True" : "False");
      case Argument.Str(String value) -> Quoting.append(out, value);
      case Argument.Complex(double real, double imaginary) -> {
        out.append("complex(");
        appendDouble(real);
        out.append(", ");
        appendDouble(imaginary);
        out.append(')');
      }
      case Argument.Type(var type) -> out.append(type.shortName());
      case Argument.Format(var format) -> out.append(format.torchName());
      case Argument.LayoutOf(var layout) -> out.append(layout.torchName());
      case Argument.Device(String type, OptionalInt index) -> {
        out.append("device(");
        Quoting.append(out, type);
        index.ifPresent(i -> out.append(", ").append(i));
        out.append(')');
      }
      case Argument.ListOf(var elements) -> {
        out.append('[');
        for (int i = 0; i < elements.size(); i++) {
          out.append(i == 0 ? "" : ", ");
          append(elements.get(i), operands);
        }
        out.append(']');
      }
      case Argument.MapOf(var entries) -> {
        String separator = "{";
        for (Map.Entry<String, Argument> entry : entries.entrySet()) {
          out.append(separator);
          Quoting.append(out, entry.getKey());
          out.append(": ");
          append(entry.getValue(), operands);
          separator = ", ";
        }
        out.append(entries.isEmpty() ? "{}" : "}");
      }
      case Argument.Subgraph(String name, var body) -> {
        out.append('@');
        Quoting.appendName(out, name);
        out.append(' ');
        graphs.append((Graph) body);
      }
      case Argument.Operator(String target) -> appendQuoted("operator(", target);
      case Argument.CustomObject(String name, String className) -> {
        appendQuoted("object(", name);
        out.setLength(out.length() - 1);
        appendQuoted(", ", className);
      }
    }
  }

  private void appendQuoted(String open, String text) {
    out.append(open);
    Quoting.append(out, text);
    out.append(')');
  }

  private void appendDouble(double value) {
    if (Double.isNaN(value)) {
      out.append("nan");
    } else if (Double.isInfinite(value)) {
      out.append(value > 0 ? "inf" : "-inf");
    } else {
      out.append(Double.toString(value).replace('E', 'e'));
    }
  }

  /**
   * True if the arguments refer to all operands once each, in their order, as they do in a call as
   * it is written.
   */
  private static boolean operandsInOrder(Op op, int operands) {
    int next = 0;
    for (Argument argument : op.arguments()) {
      next = inOrder(argument, next);
      if (next < 0) {
        return false;
      }
    }
    return next == operands;
  }

  /** The next operand expected after this argument, or −1. */
  private static int inOrder(Argument argument, int next) {
    return switch (argument) {
      case Argument.Operand(int index) -> index == next ? next + 1 : -1;
      case Argument.ListOf(var elements) -> inOrder(elements, next);
      case Argument.MapOf(var entries) -> inOrder(entries.values(), next);
      default -> next;
    };
  }

  private static int inOrder(Iterable<Argument> elements, int next) {
    int expected = next;
    for (Argument element : elements) {
      expected = inOrder(element, expected);
      if (expected < 0) {
        return -1;
      }
    }
    return expected;
  }
}
