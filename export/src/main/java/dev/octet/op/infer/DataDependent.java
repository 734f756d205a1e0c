package dev.octet.op.infer;

import dev.octet.symbol.Relation;
import dev.octet.symbol.SymBool;
import dev.octet.symbol.SymFloat;
import dev.octet.symbol.SymInt;

/**
 * Numbers that only evaluation can tell, such as the value of an element. The inferred expression
 * is a symbol without a range; a program that was captured declares symbols of its own for them.
 */
final class DataDependent {
  private static final SymInt UNKNOWN = SymInt.symbol("u0");

  private DataDependent() {}

  static SymInt integer() {
    return UNKNOWN;
  }

  static SymFloat real() {
    return SymFloat.of(UNKNOWN);
  }

  static SymBool bool() {
    return SymBool.compare(UNKNOWN, Relation.EQUAL, SymInt.ONE);
  }
}
