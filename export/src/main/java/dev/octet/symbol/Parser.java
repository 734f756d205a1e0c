package dev.octet.symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads both notations of expression text by precedence climbing; the precedences are those of
 * Python. The constructor notation is a function call to it.
 */
final class Parser {
  private final List<Token> tokens;
  private int next;
  private int depth;

  private Parser(String text) {
    this.tokens = Lexer.tokens(text);
  }

  static SymInt parseInt(String text) {
    return parse(text, e -> Arguments.toInteger(e, "a size"));
  }

  static SymFloat parseFloat(String text) {
    return parse(text, FloatCall::toFloat);
  }

  static SymBool parseBool(String text) {
    return parse(text, e -> new Arguments("a condition", List.of(e)).condition(0));
  }

  private static <T extends SymExpr> T parse(String text, Function<SymExpr, T> convert) {
    Parser parser = new Parser(text);
    try {
      SymExpr expression = parser.expression(0);
      if (parser.peek().kind() != Token.Kind.END) {
        throw new SymbolException("expected an operator or the end, found " + parser.peek());
      }
      return convert.apply(expression);
    } catch (SymbolException e) {
      throw new SymbolException(
          "cannot read the expression \""
              + Limits.excerpt(text)
              + "\" at position "
              + parser.peek().position()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private Token peek() {
    return tokens.get(next);
  }

  private Token take() {
    Token token = tokens.get(next);
    if (token.kind() != Token.Kind.END) {
      next++;
    }
    return token;
  }

  private boolean accept(String symbol) {
    boolean matches = peek().is(symbol);
    if (matches) {
      next++;
    }
    return matches;
  }

  private void expect(String symbol) {
    if (!accept(symbol)) {
      throw new SymbolException("expected \"" + symbol + "\", found " + peek());
    }
  }

  /** An expression whose operators bind at least as tightly as the precedence. */
  private SymExpr expression(int precedence) {
    SymExpr left = prefix();
    while (true) {
      Operator operator = Operator.of(peek());
      if (operator == null || operator.precedence() < precedence) {
        return left;
      }
      take();
      SymExpr right =
          operator.isPower()
              ? nested(operator.rightPrecedence())
              : expression(operator.rightPrecedence());
      left = operator.isRelation() ? chain(left, operator, right) : operator.apply(left, right);
    }
  }

  /** An expression one level deeper; all recursion without a bound of its own passes here. */
  private SymExpr nested(int precedence) {
    if (++depth > Limits.DEPTH) {
      throw new SymbolException("nesting is deeper than the limit of " + Limits.DEPTH);
    }
    SymExpr expression = expression(precedence);
    depth--;
    return expression;
  }

  /** {@code a < b <= c} means {@code a < b and b <= c}. */
  private SymExpr chain(SymExpr first, Operator operator, SymExpr second) {
    SymExpr result = operator.apply(first, second);
    SymExpr left = second;
    for (Operator more = Operator.of(peek());
        more != null && more.isRelation();
        more = Operator.of(peek())) {
      take();
      SymExpr right = expression(more.rightPrecedence());
      result = Functions.call("And", List.of(result, more.apply(left, right)));
      left = right;
    }
    return result;
  }

  private SymExpr prefix() {
    if (accept("-")) {
      if (peek().kind() == Token.Kind.INTEGER && !tokens.get(next + 1).is("**")) {
        return integer("-" + take().text());
      }
      return Operator.negate(nested(Operator.UNARY));
    }
    if (accept("+")) {
      return nested(Operator.UNARY);
    }
    if (accept("~")) {
      return Functions.call("Not", List.of(nested(Operator.UNARY)));
    }
    if (accept("not")) {
      return Functions.call("Not", List.of(nested(Operator.NOT)));
    }
    return primary();
  }

  private SymExpr primary() {
    Token token = peek();
    if (accept("(")) {
      SymExpr inner = nested(0);
      expect(")");
      return inner;
    }
    return switch (token.kind()) {
      case INTEGER -> integer(take().text());
      case REAL -> SymFloat.of(Double.parseDouble(take().text()));
      case NAME -> {
        take();
        yield accept("(") ? call(token.text()) : name(token.text());
      }
      case OPERATOR, STRING, END ->
          throw new SymbolException("expected a number, a symbol or \"(\", found " + token);
    };
  }

  private static SymInt integer(String digits) {
    try {
      return SymInt.of(Long.parseLong(digits));
    } catch (NumberFormatException e) {
      throw new SymbolException("the number " + Limits.excerpt(digits) + " does not fit 64 bits");
    }
  }

  private static SymExpr name(String name) {
    return switch (name) {
      case "true", "True" -> SymBool.of(true);
      case "false", "False" -> SymBool.of(false);
      default -> FloatSymbol.isName(name) ? new FloatSymbol(name) : SymInt.symbol(name);
    };
  }

  private SymExpr call(String function) {
    Literals literals = new Literals(function);
    List<SymExpr> arguments = new ArrayList<>();
    while (!accept(")")) {
      if (!arguments.isEmpty() || !literals.isEmpty()) {
        expect(",");
      }
      if (peek().kind() == Token.Kind.STRING) {
        literals.text(take().text());
      } else if (peek().kind() == Token.Kind.NAME && tokens.get(next + 1).is("=")) {
        String keyword = take().text();
        take();
        literals.keyword(keyword, take().text());
      } else {
        arguments.add(nested(0));
      }
    }
    return literals.isEmpty() ? Functions.call(function, arguments) : literals.build(arguments);
  }
}
