package dev.octet.op.infer;

import dev.octet.op.Argument;
import dev.octet.op.SymbolType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymFloat;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;

/**
 * Types of numbers at equal distances: {@code arange} gives {@code ⌈(end − start) / step⌉} of them,
 * {@code linspace} and {@code logspace} as many as they are told.
 */
final class RangeTypes {
  private RangeTypes() {}

  static void register(TypeRules rules) {
    rules.add(
        RangeTypes::arange, "aten.arange.default", "aten.arange.start", "aten.arange.start_step");
    for (String overload :
        new String[] {"default", "Tensor_Tensor", "Tensor_Scalar", "Scalar_Tensor"}) {
      rules.add(RangeTypes::spaced, "aten.linspace." + overload, "aten.logspace." + overload);
    }
  }

  private static List<ValueType> arange(TypeArguments in) {
    boolean integers = isInteger(in, "start") && isInteger(in, "end") && isInteger(in, "step");
    DType type = in.dtype("dtype").orElse(integers ? DType.INT64 : Promotion.DEFAULT_FLOAT);
    return CreationTypes.made(in, type, List.of(integers ? integerCount(in) : realCount(in)));
  }

  private static List<ValueType> spaced(TypeArguments in) {
    return CreationTypes.made(
        in, in.dtype("dtype").orElse(Promotion.DEFAULT_FLOAT), List.of(in.symInt("steps")));
  }

  private static SymInt integerCount(TypeArguments in) {
    SymInt start = in.has("start") ? in.symInt("start") : SymInt.ZERO;
    SymInt step = in.has("step") ? in.symInt("step") : SymInt.ONE;
    if (step.equals(SymInt.ZERO)) {
      throw new InputException(String.format(Locale.ROOT, "%s: step is 0", in.op().name()));
    }
    SymInt count = in.symInt("end").subtract(start).ceilDivide(step);
    if (count.isConstant() && count.constant() < 0) {
      throw leadsAstray(in, step, start, in.symInt("end"));
    }
    return count;
  }

  private static SymInt realCount(TypeArguments in) {
    double start = in.has("start") ? real(in, "start") : 0;
    double step = in.has("step") ? real(in, "step") : 1;
    double count = Math.ceil((real(in, "end") - start) / step);
    if (!(count >= 0 && count < 1L << 53)) {
      throw leadsAstray(in, step, start, real(in, "end"));
    }
    return SymInt.of((long) count);
  }

  private static InputException leadsAstray(
      TypeArguments in, Object step, Object start, Object end) {
    return new InputException(
        String.format(
            Locale.ROOT,
            "%s: a step of %s does not lead from %s to %s",
            in.op().name(),
            step,
            start,
            end));
  }

  private static boolean isInteger(TypeArguments in, String parameter) {
    return !in.has(parameter) || !in.promotable(parameter).dtype().isFloatingPoint();
  }

  /** A number that is known when the graph is built. */
  private static double real(TypeArguments in, String parameter) {
    return switch (in.raw(parameter)) {
      case Argument.Operand(int index)
          when in.operands().get(index) instanceof SymbolType.Float(SymFloat value) ->
          value
              .asConstant()
              .orElseThrow(() ->
                  new InputException(
                      String.format(
                          Locale.ROOT,
                          "%s: the length depends on '%s', which is %s",
                          in.op().name(),
                          parameter,
                          value)));
      case Argument.Float(double value) -> value;
      default -> (double) in.integer(parameter);
    };
  }
}
