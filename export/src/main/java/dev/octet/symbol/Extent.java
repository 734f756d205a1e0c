package dev.octet.symbol;

/**
 * The size of an expression that is written out in full. Shared parts count every time they occur,
 * so a limit on nodes also limits the time to print, compare and evaluate.
 *
 * @param nodes numbers, symbols and functions
 * @param depth nesting in constructor notation
 */
record Extent(int nodes, int depth) {
  static final Extent LEAF = new Extent(1, 1);

  static Extent enclosing(Iterable<? extends SymExpr> parts) {
    Extent sum = new Extent(0, 0);
    for (SymExpr part : parts) {
      sum = sum.beside(part.extent());
    }
    return sum.wrapped(1).checked();
  }

  Extent beside(Extent other) {
    return new Extent(
        Math.min(nodes + other.nodes, Limits.NODES + 1), Math.max(depth, other.depth));
  }

  Extent wrapped(int levels) {
    return new Extent(nodes + levels, depth + levels);
  }

  Extent checked() {
    if (nodes > Limits.NODES) {
      throw new SymbolException(
          "the expression grew beyond the limit of " + Limits.NODES + " nodes; simplify it");
    }
    if (depth > Limits.DEPTH) {
      throw new SymbolException(
          "the expression is nested deeper than the limit of " + Limits.DEPTH + "; simplify it");
    }
    return this;
  }
}
