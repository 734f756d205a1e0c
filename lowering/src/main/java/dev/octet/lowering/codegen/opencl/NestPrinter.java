package dev.octet.lowering.codegen.opencl;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.NestForm;
import dev.octet.lowering.codegen.loop.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prints a nest as a kernel function. */
public final class NestPrinter {
  private final NestForm form;
  private final String function;
  private final List<String> operators;
  private final Recognition recognition;
  private final Prelude prelude;
  private final Geometry geometry;
  private final Schedule schedule;
  private final Names names = new Names();
  private final Indices indices;
  private final ExprText exprs;
  private final CodeWriter code = new CodeWriter();
  private final Statements statements;
  private final LoopNames loops;
  private final ReductionText reductions;
  private final List<String> parameters = new ArrayList<>();
  private final ImmutableList.Builder<KernelArgument> arguments = ImmutableList.builder();

  private NestPrinter(
      List<String> operators,
      NestForm form,
      SourceFeatures features,
      List<NamedFunction> functions) {
    this.form = form;
    this.operators = operators;
    this.function = KernelName.of(operators);
    this.recognition = Recognition.of(form.pool(), form.nest().stores(), functions);
    this.prelude = new Prelude(functions);
    this.geometry = Geometry.of(form.pool(), form.nest(), features);
    this.schedule = Schedule.of(form.pool(), form.nest(), geometry, recognition);
    this.indices = new Indices(prelude);
    this.exprs =
        new ExprText(
            recognition, prelude, indices, load -> element(load.buffer(), load.index()), false);
    this.statements = new Statements(code, schedule, exprs, names);
    this.loops = new LoopNames(geometry, names, indices);
    this.reductions = new ReductionText(features, exprs, names, prelude, code);
    functions.forEach(each -> names.fresh(each.name()));
    names.fresh(function);
    names.fresh(ReductionText.LANE);
  }

  /**
   * Prints a nest.
   *
   * @param operators names of what is computed, in order; the kernel is named by them
   * @param functions called by name where the nest computes them
   */
  public static NestKernel print(
      List<String> operators,
      NestForm form,
      SourceFeatures features,
      List<NamedFunction> functions) {
    return new NestPrinter(operators, form, features, functions).kernel();
  }

  private Fragment element(Buffer buffer, Affine index) {
    return Fragment.primary(name(buffer) + "[" + indices.of(index) + "]");
  }

  static String name(Buffer buffer) {
    return switch (buffer.kind()) {
      case INPUT -> "in" + buffer.index();
      case OUTPUT -> "out" + buffer.index();
      case CONSTANT -> "constant" + buffer.index();
      case PARAMETER, SCRATCH -> throw new IllegalStateException(buffer + " is no argument");
    };
  }

  private NestKernel kernel() {
    declare();
    starts();
    position();
    block(schedule.body());
    String body = code.toString();

    CodeWriter text = new CodeWriter();
    KernelComment.of(operators, form, geometry).forEach(line -> text.line("// " + line));
    if (reductions.usesDoubles() || DoubleUse.in(form.nest().stores())) {
      text.raw(
          """
          #ifdef cl_khr_fp64
          #pragma OPENCL EXTENSION cl_khr_fp64 : enable
          #endif
          """);
    }
    text.line("#pragma OPENCL FP_CONTRACT OFF").blank();
    if (geometry.inGroups()) {
      text.line("#define ITEMS " + geometry.items()).blank();
    }
    if (reductions.usesLanes()) {
      text.line("#define LANES " + Geometry.LANES).blank();
    }
    if (!prelude.isEmpty()) {
      text.raw(prelude.text()).blank();
    }
    List<Long> local = new ArrayList<>(geometry.local().asList());
    while (local.size() < 3) {
      local.add(1L);
    }
    text.line(
        "kernel __attribute__((reqd_work_group_size("
            + local.get(0)
            + ", "
            + local.get(1)
            + ", "
            + local.get(2)
            + ")))");
    text.raw("void " + function + "(\n    " + String.join(",\n    ", parameters) + ") {\n");
    text.raw(body.indent(2));
    text.line("}");
    return new NestKernel(
        function, text.toString(), arguments.build(), geometry.global(), geometry.local());
  }

  private void declare() {
    for (int i = 0; i < form.buffers().size(); i++) {
      Buffer buffer = form.buffers().get(i);
      int source = form.sources().get(i).index();
      String type = CTypes.of(buffer.storage(), recognition.holdsBits(buffer));
      switch (buffer.kind()) {
        case INPUT ->
            memory(
                "const " + type,
                buffer,
                new KernelArgument.Input(source),
                new KernelArgument.InputStart(source));
        case OUTPUT ->
            memory(
                type,
                buffer,
                new KernelArgument.Output(source),
                new KernelArgument.OutputStart(source));
        case CONSTANT -> {
          parameters.add("global const " + type + " *restrict " + names.fresh(name(buffer)));
          arguments.add(new KernelArgument.Constant(source));
        }
        case PARAMETER, SCRATCH -> {}
      }
    }
    Map<Expr, String> numbers = NumberNames.of(recognition, names);
    numbers.forEach((expr, name) -> {
      KernelArgument.Number number = NumberNames.number(form, (Expr.Load) expr);
      exprs.know(expr, Fragment.primary(name));
      parameters.add("const " + CTypes.of(number.type()) + " " + name);
      arguments.add(number);
    });
  }

  private void memory(String type, Buffer buffer, KernelArgument argument, KernelArgument start) {
    String name = names.fresh(name(buffer));
    parameters.add(
        "global " + type + " *restrict " + name + ", const long " + names.fresh(name + "_start"));
    arguments.add(argument).add(start);
  }

  private void starts() {
    for (Buffer buffer : form.buffers()) {
      if (buffer.kind() == Buffer.Kind.INPUT || buffer.kind() == Buffer.Kind.OUTPUT) {
        code.line(name(buffer) + " += " + name(buffer) + "_start;");
      }
    }
  }

  /** Where the work item stands. */
  private void position() {
    if (geometry.inGroups()) {
      code.line("const int " + names.fresh("item") + " = get_local_id(0);");
      reductions.declare(schedule.body());
    }
    String id = geometry.inGroups() ? "get_group_id" : "get_global_id";
    ImmutableList<LoopVariable> outer = geometry.outer();
    if (geometry.dimensions()) {
      for (int i = 0; i < outer.size(); i++) {
        String name = loops.outer(outer.get(i));
        code.line("const int " + name + " = " + id + "(" + (outer.size() - 1 - i) + ");");
      }
      if (!outer.isEmpty()) {
        guard(loops.name(outer.getLast()), outer.getLast().extent());
      }
    } else {
      String flat = names.fresh(geometry.inGroups() ? "group" : "item");
      code.line("const int " + flat + " = " + id + "(0);");
      guard(flat, Block.turns(outer));
      parts(flat, outer, true);
    }
  }

  private void guard(String index, long turns) {
    if (!geometry.inGroups() && geometry.global().get(0) > turns) {
      code.open("if (" + index + " >= " + turns + ")").line("return;").close();
    }
  }

  /** The counters that a flat one stands for. */
  private void parts(String flat, List<LoopVariable> counters, boolean outer) {
    long stride = Block.turns(counters);
    for (int i = 0; i < counters.size(); i++) {
      LoopVariable counter = counters.get(i);
      stride /= counter.extent();
      String value = stride == 1 ? flat : flat + " / " + stride;
      if (i > 0) {
        value += " % " + counter.extent();
      }
      String name = outer ? loops.outer(counter) : loops.inner(counter);
      code.line("const int " + name + " = " + value + ";");
    }
  }

  private void block(Block block) {
    items(block);
    Block inner = block.inner;
    if (inner != null) {
      loop(inner, () -> block(inner));
    }
  }

  private void items(Block block) {
    for (Block.Item item : block.items) {
      switch (item) {
        case Block.Compute(Expr expr) -> {
          if (!NumberNames.isNumber(expr)) {
            statements.compute(expr);
          }
        }
        case Block.Index(var variable) -> statements.index(variable, indices);
        case Block.Reduction(Expr.Reduce reduce, var inner) -> reduce(reduce, inner);
        case Block.Write(Store store) -> write(block, store);
      }
    }
  }

  private void write(Block block, Store store) {
    String statement = element(store.buffer(), store.index()) + " = " + exprs.stored(store) + ";";
    if (geometry.inGroups() && block.parent == null) {
      code.open("if (item == 0)").line(statement).close();
    } else {
      code.line(statement);
    }
  }

  private void reduce(Expr.Reduce reduce, ImmutableList<Block> inner) {
    ReductionText.Accumulator accumulator = reductions.start(reduce);
    if (geometry.isDivided(reduce) && accumulator.error() == null) {
      ReductionText.Accumulator lanes = reductions.lanes(accumulator);
      reduce(accumulator, Optional.of(lanes), reduce, inner, 0);
      reductions.join(accumulator, lanes);
    } else {
      reduce(accumulator, Optional.empty(), reduce, inner, 0);
    }
    exprs.know(reduce, reductions.finish(accumulator, geometry.isShared(form.pool(), reduce)));
  }

  private void reduce(
      ReductionText.Accumulator accumulator,
      Optional<ReductionText.Accumulator> lanes,
      Expr.Reduce reduce,
      ImmutableList<Block> inner,
      int depth) {
    Block block = inner.get(depth);
    if (lanes.isPresent() && depth + 1 == inner.size()) {
      inLanes(block, accumulator, lanes.get(), reduce);
      return;
    }
    loop(
        block,
        () -> {
          items(block);
          if (depth + 1 < inner.size()) {
            reduce(accumulator, lanes, reduce, inner, depth + 1);
          } else {
            reductions.combine(accumulator, exprs.typed(reduce.body()));
          }
        });
  }

  /** The innermost loop, in steps of all lanes, and what is left over. */
  private void inLanes(
      Block block,
      ReductionText.Accumulator accumulator,
      ReductionText.Accumulator lanes,
      Expr.Reduce reduce) {
    LoopVariable counter = block.counters.getFirst();
    long whole = counter.extent() / Geometry.LANES * Geometry.LANES;
    int mark = names.mark();
    String first = names.fresh("first");
    code.open(CText.of("for (int %1$s = 0; %1$s < %2$d; %1$s += LANES)", first, whole));
    code.open(ReductionText.EACH_LANE);
    code.line(CText.of("const int %s = %s + lane;", loops.inner(counter), first));
    items(block);
    reductions.combine(lanes, exprs.typed(reduce.body()));
    code.close().close();
    names.forget(mark);
    if (whole < counter.extent()) {
      code.open(
          CText.of(
              "for (int %1$s = %2$d; %1$s < %3$d; %1$s++)",
              loops.inner(counter), whole, counter.extent()));
      items(block);
      reductions.combine(accumulator, exprs.typed(reduce.body()));
      code.close();
      names.forget(mark);
    }
  }

  private void loop(Block block, Runnable content) {
    int mark = names.mark();
    boolean flat = block.counters.size() > 1;
    String counter = flat ? loops.turn() : loops.inner(block.counters.getFirst());
    String from = block.divided ? "item" : indices.of(block.from).text();
    String step = block.divided ? counter + " += ITEMS" : counter + "++";
    code.open(
        "for (int "
            + counter
            + " = "
            + from
            + "; "
            + counter
            + " < "
            + indices.of(block.to)
            + "; "
            + step
            + ")");
    if (flat) {
      parts(counter, block.counters, false);
    }
    content.run();
    code.close();
    names.forget(mark);
  }
}
