package dev.octet.graph.verify;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.op.Argument;
import dev.octet.op.Op;
import dev.octet.op.Parameter;
import dev.octet.op.ParameterType;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import java.util.Locale;

/**
 * Every argument is of the kind that its parameter declares: a tensor, a number, a list of them,
 * None where that is allowed.
 */
final class ArgumentsFitTheSchema implements Rule {
  @Override
  public void check(Graph graph, Findings findings) {
    for (Node node : graph.nodes()) {
      Op op = node.op();
      int parameters = op.schema().parameters().size();
      if (op.arguments().size() != parameters) {
        findings.at(
            node,
            String.format(
                Locale.ROOT, "has %d arguments, expected %d", op.arguments().size(), parameters));
        continue;
      }
      for (int i = 0; i < parameters; i++) {
        Parameter parameter = op.schema().parameters().get(i);
        if (!fits(op.arguments().get(i), parameter.type(), node)) {
          findings.at(
              node,
              String.format(
                  Locale.ROOT,
                  "argument '%s' is %s, expected %s",
                  parameter.name(),
                  describe(op.arguments().get(i), node),
                  parameter.type()));
        }
      }
    }
  }

  private static String describe(Argument argument, Node node) {
    if (argument instanceof Argument.Operand(int index)
        && index >= 0
        && index < node.operands().size()) {
      return node.operand(index) + ": " + node.operand(index).type();
    }
    return argument.toString();
  }

  private static boolean fits(Argument argument, ParameterType type, Node node) {
    if (type.kind() == ParameterType.Kind.ANY
        || (argument instanceof Argument.None && type.optional())) {
      return true;
    }
    if (!type.list()) {
      return fitsElement(argument, type.kind(), node);
    }
    return argument instanceof Argument.ListOf(var elements)
        && elements.stream()
            .allMatch(e ->
                (e instanceof Argument.None && type.optionalElement())
                    || fitsElement(e, type.kind(), node));
  }

  private static boolean fitsElement(Argument argument, ParameterType.Kind kind, Node node) {
    if (argument instanceof Argument.Operand(int index)) {
      // An index out of range is the finding of another rule.
      return index < 0
          || index >= node.operands().size()
          || operandFits(node.operand(index).type(), kind);
    }
    return switch (kind) {
      // PyTorch wraps a number where it wants a tensor, as in x / 2.0.
      case TENSOR -> isNumber(argument) || argument instanceof Argument.CustomObject;
      case SCALAR -> isNumber(argument);
      // Python functions on symbolic numbers take either kind of number.
      case SYM_INT, SYM_FLOAT ->
          argument instanceof Argument.Int || argument instanceof Argument.Float;
      case INT -> argument instanceof Argument.Int;
      case FLOAT -> argument instanceof Argument.Float;
      case BOOL, SYM_BOOL -> argument instanceof Argument.Bool || argument instanceof Argument.Int;
      case STRING -> argument instanceof Argument.Str;
      case DTYPE -> argument instanceof Argument.Type;
      case LAYOUT -> argument instanceof Argument.LayoutOf;
      case DEVICE -> argument instanceof Argument.Device;
      case MEMORY_FORMAT -> argument instanceof Argument.Format;
      case GENERATOR -> argument instanceof Argument.None;
      case ANY -> true;
    };
  }

  private static boolean isNumber(Argument argument) {
    return switch (argument) {
      case Argument.Int _, Argument.Float _, Argument.Bool _, Argument.Complex _ -> true;
      default -> false;
    };
  }

  private static boolean operandFits(ValueType type, ParameterType.Kind kind) {
    return switch (kind) {
      case TENSOR -> !(type instanceof ValueType.None);
      case SCALAR, SYM_INT, INT, SYM_FLOAT, FLOAT, SYM_BOOL, BOOL ->
          type instanceof SymbolType || type instanceof TensorType;
      case ANY -> true;
      case STRING, DTYPE, LAYOUT, DEVICE, MEMORY_FORMAT, GENERATOR -> false;
    };
  }
}
