package dev.octet.symbol;

import java.util.SortedSet;

/** What the parser can read: an integer, floating-point or boolean expression. Immutable. */
sealed interface SymExpr permits SymInt, SymFloat, SymBool {

  /** The constructor notation of the SymPy library, as {@code .pt2} files hold it. */
  String toSympy();

  /** The names of all symbols in the expression, sorted as text. */
  SortedSet<String> symbols();

  /** How large the expression is when it is written out. */
  Extent extent();
}
