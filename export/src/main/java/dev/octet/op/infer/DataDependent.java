package dev.octet.op.infer;

import dev.octet.symbol.Relation;
import dev.octet.symbol.SymBool;
import dev.octet.symbol.SymFloat;
import dev.octet.symbol.SymInt;
import java.util.HashSet;
import java.util.Set;

/**
 * Sizes and numbers that only evaluation can tell, such as how many elements are not zero. The
 * inferred expression is a symbol that no operand has, the same throughout one call and without a
 * range; whoever builds a graph renames it to keep calls apart.
 */
final class DataDependent {
  private DataDependent() {}

  static SymInt integer(TypeArguments in) {
    Set<String> known = new HashSet<>();
    in.operands().forEach(type -> known.addAll(type.symbols()));
    int number = 0;
    while (known.contains("u" + number)) {
      number++;
    }
    return SymInt.symbol("u" + number);
  }

  static SymFloat real(TypeArguments in) {
    return SymFloat.of(integer(in));
  }

  static SymBool bool(TypeArguments in) {
    return SymBool.compare(integer(in), Relation.EQUAL, SymInt.ONE);
  }
}
