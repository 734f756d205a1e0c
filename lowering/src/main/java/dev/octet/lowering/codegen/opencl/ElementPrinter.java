package dev.octet.lowering.codegen.opencl;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.NestForm;
import dev.octet.lowering.codegen.loop.Store;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Prints what computes one element, where loops and addresses are the business of others. */
public final class ElementPrinter {
  /** A name, a call, or an element of an array: nothing that has to be put into parentheses. */
  private static final Pattern PRIMARY = Pattern.compile("\\w+(\\([^()]*\\)|\\[[^\\[\\]]*\\])?");

  private ElementPrinter() {}

  /**
   * Prints the only store of a form without loops.
   *
   * @param inputs C expressions of the inputs as they are stored, by the index of the input
   * @param taken names that must not be used
   * @param functions called by name where the element is made of them
   */
  public static ElementSource print(
      NestForm form, List<String> inputs, Collection<String> taken, List<NamedFunction> functions) {
    Store store = form.nest().stores().getFirst();
    Recognition recognition = Recognition.of(form.pool(), form.nest().stores(), functions);
    Prelude prelude = new Prelude(functions);
    Map<Buffer, Fragment> texts = new HashMap<>();
    for (int i = 0; i < form.buffers().size(); i++) {
      if (form.buffers().get(i).kind() == Buffer.Kind.INPUT) {
        String text = inputs.get(form.sources().get(i).index());
        texts.put(form.buffers().get(i), fragment(text));
      }
    }
    ExprText exprs =
        new ExprText(
            recognition,
            prelude,
            new Indices(prelude),
            load -> Objects.requireNonNull(texts.get(load.buffer())),
            false);
    Names names = new Names();
    taken.forEach(names::fresh);
    functions.forEach(function -> names.fresh(function.name()));
    ImmutableList<ElementSource.Parameter> parameters = parameters(form, recognition, names, exprs);
    Schedule schedule = Schedule.of(form.pool(), List.of(store.value()), recognition);
    CodeWriter code = new CodeWriter();
    Statements statements = new Statements(code, schedule, exprs, names);
    for (Block.Item item : schedule.body().items) {
      if (item instanceof Block.Compute(Expr expr) && !NumberNames.isNumber(expr)) {
        if (expr instanceof Expr.Load && exprs.build(expr).text().matches("\\w+")) {
          exprs.know(expr, exprs.build(expr));
        } else {
          statements.compute(expr);
        }
      }
    }
    return new ElementSource(
        prelude.functions(),
        parameters,
        code.toString(),
        exprs.stored(store).text(),
        CTypes.of(store.buffer().storage(), recognition.holdsBits(store.buffer())));
  }

  private static Fragment fragment(String text) {
    return new Fragment(text, PRIMARY.matcher(text).matches() ? Fragment.PRIMARY : 0);
  }

  private static ImmutableList<ElementSource.Parameter> parameters(
      NestForm form, Recognition recognition, Names names, ExprText exprs) {
    ImmutableList.Builder<ElementSource.Parameter> parameters = ImmutableList.builder();
    NumberNames.of(recognition, names)
        .forEach((expr, name) -> {
          exprs.know(expr, Fragment.primary(name));
          parameters.add(
              new ElementSource.Parameter(name, NumberNames.number(form, (Expr.Load) expr)));
        });
    return parameters.build();
  }
}
