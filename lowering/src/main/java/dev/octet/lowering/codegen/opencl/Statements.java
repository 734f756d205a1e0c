package dev.octet.lowering.codegen.opencl;

import dev.octet.lowering.codegen.loop.DerivedVariable;
import dev.octet.lowering.codegen.loop.Expr;

/** Writes values down: in a variable where they are read again, far away or long, else in place. */
final class Statements {
  /** Longer expressions get a variable of their own. */
  private static final int LONG = 64;

  private static final int LONG_STORED = 120;
  private static final int LONG_INDEX = 40;

  private final CodeWriter code;
  private final Schedule schedule;
  private final ExprText exprs;
  private final Names names;

  Statements(CodeWriter code, Schedule schedule, ExprText exprs, Names names) {
    this.code = code;
    this.schedule = schedule;
    this.exprs = exprs;
    this.names = names;
  }

  void compute(Expr expr) {
    Fragment text = exprs.build(expr);
    int most = schedule.isStored(expr) ? LONG_STORED : LONG;
    if (schedule.isReadInPlace(expr) && text.text().length() <= most) {
      exprs.know(expr, text);
      return;
    }
    String name = names.fresh(exprs.variable(expr));
    code.line("const " + CTypes.of(expr.type()) + " " + name + " = " + text + ";");
    exprs.keep(expr, name);
  }

  void index(DerivedVariable variable, Indices indices) {
    Fragment text = indices.derived(variable);
    if (schedule.isReadInPlace(variable) && text.text().length() <= LONG_INDEX) {
      indices.name(variable, text);
      return;
    }
    String name =
        names.fresh(
            switch (variable.kind()) {
              case FLOOR_DIVIDE -> "whole";
              case REMAINDER -> "rest";
              case MINIMUM -> "end";
              case MAXIMUM -> "begin";
            });
    code.line("const int " + name + " = " + text + ";");
    indices.name(variable, Fragment.primary(name));
  }
}
