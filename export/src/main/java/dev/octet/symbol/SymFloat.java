package dev.octet.symbol;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedSet;

/**
 * A floating-point number or expression over symbols, such as {@code 2.0*ToFloat(s77)}. Immutable
 * and thread-safe; {@code equals} compares the form, which keeps the order of operations, so
 * evaluation rounds as the text says.
 */
public sealed interface SymFloat extends SymExpr permits FloatConstant, FloatSymbol, FloatCall {
  static SymFloat of(double value) {
    return new FloatConstant(value);
  }

  /** The conversion of an integer. */
  static SymFloat of(SymInt value) {
    return FloatCall.toFloat(value);
  }

  /** Reads constructor notation or infix; see {@link SymInt#parse}. An integer is converted. */
  static SymFloat parse(String text) {
    return Parser.parseFloat(text);
  }

  /** The value of a constant, empty for a symbolic expression. */
  default OptionalDouble asConstant() {
    return this instanceof FloatConstant constant
        ? OptionalDouble.of(constant.value())
        : OptionalDouble.empty();
  }

  /** The value once each symbol has one; errors as {@link SymInt#evaluate}. */
  default double evaluate(Map<String, Long> values) {
    return Evaluation.evaluate(this, values);
  }

  /** Replaces integer symbols; floating-point symbols stay. */
  default SymFloat substitute(Map<String, SymInt> replacements) {
    return Substitution.apply(this, replacements);
  }

  @Override
  default SortedSet<String> symbols() {
    return SymbolNames.of(this);
  }

  @Override
  String toSympy();
}
