package dev.octet.lowering.codegen.opencl;

import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.NestForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names the numbers of the model by what is done with them. */
final class NumberNames {
  private NumberNames() {}

  static boolean isNumber(Expr expr) {
    return expr instanceof Expr.Load load && load.buffer().kind() == Buffer.Kind.PARAMETER;
  }

  /** The number that a load from a parameter buffer stands for. */
  static KernelArgument.Number number(NestForm form, Expr.Load load) {
    long bytes = load.index().constant() * load.buffer().storage().bytes();
    Expr.Literal number = form.parameters().get((int) (bytes / NestForm.PARAMETER_BYTES));
    return new KernelArgument.Number(number.type(), number.bits());
  }

  /** What each number that the text reads is called. */
  static Map<Expr, String> of(Recognition recognition, Names names) {
    Map<Expr, String> found = new LinkedHashMap<>();
    for (Expr expr : recognition.visible()) {
      List<Expr> operands = recognition.operands(expr);
      for (int i = 0; i < operands.size(); i++) {
        Expr operand = operands.get(i);
        if (isNumber(operand) && !found.containsKey(operand)) {
          found.put(operand, names.fresh(name(recognition, expr, i)));
        }
      }
    }
    for (Expr expr : recognition.visible()) {
      if (isNumber(expr) && !found.containsKey(expr)) {
        found.put(expr, names.fresh("number"));
      }
    }
    return found;
  }

  private static String name(Recognition recognition, Expr user, int position) {
    Recognition.Call call = recognition.call(user);
    if (call != null) {
      return switch (call.name()) {
        case "quantized" -> List.of("quanta", "if_nan", "least", "most", "shift").get(position);
        case "rounded_between" -> List.of("number", "least", "most", "shift").get(position);
        default -> "number";
      };
    }
    if (!(user instanceof Expr.Apply apply)) {
      return "number";
    }
    return switch (apply.operation()) {
      case ADD, FUSED_MULTIPLY_ADD -> "addend";
      case SUBTRACT -> position == 1 ? "zero_point" : "minuend";
      case MULTIPLY -> "scale";
      case DIVIDE -> position == 1 ? "divisor" : "dividend";
      case SELECT, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, MINIMUM, MAXIMUM -> "bound";
      default -> "number";
    };
  }
}
