package dev.octet.symbol;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Map;

/** Replaces symbols and brings the result into canonical form. */
final class Substitution {
  private Substitution() {}

  static SymInt apply(SymInt expression, Map<String, SymInt> replacements) {
    return switch (expression) {
      case IntConstant number -> number;
      case Symbol symbol -> {
        SymInt replacement = replacements.get(symbol.name());
        yield replacement == null ? symbol : replacement;
      }
      case Call call ->
          (SymInt)
              Functions.call(call.function().sympyName(), applyAll(call.arguments(), replacements));
      case Polynomial sum -> {
        SymInt total = SymInt.ZERO;
        for (Term term : sum.terms()) {
          SymInt product = SymInt.of(term.coefficient());
          for (Factor factor : term.monomial().factors()) {
            product = product.multiply(apply(factor.base(), replacements).power(factor.exponent()));
          }
          total = total.add(product);
        }
        yield total;
      }
    };
  }

  static SymFloat apply(SymFloat expression, Map<String, SymInt> replacements) {
    return switch (expression) {
      case FloatConstant number -> number;
      case FloatSymbol symbol -> symbol;
      case FloatCall call ->
          FloatCall.of(call.function(), applyAll(call.arguments(), replacements));
    };
  }

  static SymBool apply(SymBool expression, Map<String, SymInt> replacements) {
    return switch (expression) {
      case BoolConstant constant -> constant;
      case Comparison comparison ->
          Comparison.of(
              applyAny(comparison.left(), replacements),
              comparison.relation(),
              applyAny(comparison.right(), replacements));
      case Negation not -> Negation.of(apply(not.operand(), replacements));
      case Junction junction ->
          Junction.of(
              junction.all(),
              junction.operands().stream().map(o -> apply(o, replacements)).toList());
    };
  }

  private static SymExpr applyAny(SymExpr expression, Map<String, SymInt> replacements) {
    return switch (expression) {
      case SymInt integer -> apply(integer, replacements);
      case SymFloat real -> apply(real, replacements);
      case SymBool condition -> apply(condition, replacements);
    };
  }

  private static ImmutableList<SymExpr> applyAll(
      List<SymExpr> expressions, Map<String, SymInt> replacements) {
    return expressions.stream()
        .map(e -> applyAny(e, replacements))
        .collect(ImmutableList.toImmutableList());
  }
}
