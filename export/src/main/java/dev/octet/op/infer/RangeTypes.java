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

/** Types of {@code arange}: {@code ⌈(end − start) / step⌉} elements. */
final class RangeTypes {
  private RangeTypes() {}

  static void register(TypeRules rules) {
    rules.add(
        RangeTypes::arange, "aten.arange.default", "aten.arange.start", "aten.arange.start_step");
  }

  private static List<ValueType> arange(TypeArguments in) {
    boolean integers = isInteger(in, "start") && isInteger(in, "end") && isInteger(in, "step");
    DType type = in.dtype("dtype").orElse(integers ? DType.INT64 : Promotion.DEFAULT_FLOAT);
    return CreationTypes.made(in, type, List.of(integers ? integerCount(in) : realCount(in)));
  }

  private static SymInt integerCount(TypeArguments in) {
    SymInt start = in.has("start") ? in.symInt("start") : SymInt.ZERO;
    SymInt step = in.has("step") ? in.symInt("step") : SymInt.ONE;
    if (step.equals(SymInt.ZERO)) {
      throw new InputException(String.format(Locale.ROOT, "%s: step is 0", in.op().name()));
    }
    SymInt count = in.symInt("end").subtract(start).ceilDivide(step);
    if (count.isConstant() && count.constant() < 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: a step of %s does not lead from %s to %s",
              in.op().name(),
              step,
              start,
              in.symInt("end")));
    }
    return count;
  }

  private static SymInt realCount(TypeArguments in) {
    double start = in.has("start") ? real(in, "start") : 0;
    double step = in.has("step") ? real(in, "step") : 1;
    double count = Math.ceil((real(in, "end") - start) / step);
    if (!(count >= 0 && count < 1L << 53)) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: a step of %s does not lead from %s to %s",
              in.op().name(),
              step,
              start,
              real(in, "end")));
    }
    return SymInt.of((long) count);
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
