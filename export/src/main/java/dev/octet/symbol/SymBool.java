package dev.octet.symbol;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A condition over symbols, such as {@code u0 >= 0}. Immutable and thread-safe; {@code equals}
 * compares the form. Comparisons of integers that the ranges of their symbols decide become
 * constants.
 */
public sealed interface SymBool extends SymExpr
    permits BoolConstant, Comparison, Negation, Junction {
  static SymBool of(boolean value) {
    return BoolConstant.of(value);
  }

  static SymBool compare(SymInt left, Relation relation, SymInt right) {
    return Comparison.of(left, relation, right);
  }

  static SymBool compare(SymFloat left, Relation relation, SymFloat right) {
    return Comparison.of(left, relation, right);
  }

  /** Reads constructor notation or infix; see {@link SymInt#parse}. */
  static SymBool parse(String text) {
    return Parser.parseBool(text);
  }

  /** The value of a constant, empty for a symbolic condition. */
  default Optional<Boolean> asConstant() {
    return this instanceof BoolConstant constant ? Optional.of(constant.value()) : Optional.empty();
  }

  default SymBool and(SymBool other) {
    return Junction.of(true, List.of(this, other));
  }

  default SymBool or(SymBool other) {
    return Junction.of(false, List.of(this, other));
  }

  default SymBool not() {
    return Negation.of(this);
  }

  /** The value once each symbol has one; errors as {@link SymInt#evaluate}. */
  default boolean evaluate(Map<String, Long> values) {
    return Evaluation.evaluate(this, values);
  }

  default SymBool substitute(Map<String, SymInt> replacements) {
    return Substitution.apply(this, replacements);
  }

  @Override
  default SortedSet<String> symbols() {
    return SymbolNames.of(this);
  }

  @Override
  String toSympy();
}
