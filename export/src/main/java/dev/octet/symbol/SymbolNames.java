package dev.octet.symbol;

import com.google.common.collect.ImmutableSortedSet;
import java.util.SortedSet;

/** Collects the names of symbols. */
final class SymbolNames {
  private final ImmutableSortedSet.Builder<String> names = ImmutableSortedSet.naturalOrder();

  static SortedSet<String> of(SymExpr expression) {
    SymbolNames found = new SymbolNames();
    found.visit(expression);
    return found.names.build();
  }

  private void visit(SymExpr expression) {
    switch (expression) {
      case IntConstant number -> {}
      case Symbol symbol -> names.add(symbol.name());
      case Call call -> call.arguments().forEach(this::visit);
      case Polynomial sum ->
          sum.terms().forEach(t -> t.monomial().factors().forEach(f -> visit(f.base())));
      case FloatConstant number -> {}
      case FloatSymbol symbol -> names.add(symbol.name());
      case FloatCall call -> call.arguments().forEach(this::visit);
      case BoolConstant constant -> {}
      case Comparison comparison -> {
        visit(comparison.left());
        visit(comparison.right());
      }
      case Negation not -> visit(not.operand());
      case Junction junction -> junction.operands().forEach(this::visit);
    }
  }
}
