package dev.octet.lowering.codegen.opencl;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.Storage;
import java.util.List;

/** Prints a named function of one float. */
final class FunctionPrinter {
  private FunctionPrinter() {}

  static Prelude.Definition print(NamedFunction function, List<NamedFunction> all) {
    ExprPool pool = new ExprPool();
    Expr x = pool.load(new Buffer(Buffer.Kind.INPUT, 0, Storage.F32), Affine.ZERO);
    Expr result = function.make().apply(pool, x);
    Recognition recognition = Recognition.of(pool, result, function, all);
    Prelude prelude = new Prelude(all);
    ExprText exprs =
        new ExprText(recognition, prelude, new Indices(prelude), _ -> Fragment.primary("x"), true);
    exprs.know(x, Fragment.primary("x"));
    Schedule schedule = Schedule.of(pool, List.of(result), recognition);
    Names names = new Names();
    names.fresh("x");
    all.forEach(each -> names.fresh(each.name()));
    CodeWriter code = new CodeWriter();
    code.line("// " + function.comment());
    code.open("float " + function.name() + "(float x)");
    Statements statements = new Statements(code, schedule, exprs, names);
    for (Block.Item item : schedule.body().items) {
      if (item instanceof Block.Compute(Expr expr) && !expr.equals(x)) {
        statements.compute(expr);
      }
    }
    code.line("return " + exprs.of(result) + ";");
    code.close();
    return new Prelude.Definition(code.toString(), prelude.names());
  }
}
