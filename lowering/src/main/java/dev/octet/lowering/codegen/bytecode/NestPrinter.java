package dev.octet.lowering.codegen.bytecode;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.DerivedVariable;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.Nest;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.lowering.codegen.loop.Storage;
import dev.octet.lowering.codegen.loop.Store;
import dev.octet.lowering.codegen.loop.Variable;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Prints one nest as a method, and its hot loops as methods that it calls. */
final class NestPrinter {
  /** So many turns of a loop, or of vectors, run in one call of a method of their own. */
  private static final int TURNS = 64;

  private final NestClass owner;
  private final int scratch;
  private final ExprPool pool;
  private final Nest nest;
  private final int lanes;
  private final CodeBuilder code;
  private final ScalarCode scalar;
  private final VectorCode vector;
  private final Plan plan;
  private Map<Object, Integer> locals = new HashMap<>();

  /** The vector loop that the code being printed is in. */
  private @Nullable LoopVariable active;

  private NestPrinter(NestClass owner, CodeBuilder code, int scratch) {
    this.owner = owner;
    this.pool = owner.pool();
    this.nest = owner.nest();
    this.lanes = owner.vectorLanes();
    this.plan = owner.plan();
    this.code = code;
    this.scratch = scratch;
    this.scalar = new ScalarCode(code);
    this.vector = new VectorCode(code, scalar);
  }

  /** Prints the method of the whole nest. */
  static void print(NestClass owner, CodeBuilder code) {
    new NestPrinter(owner, code, NestClass.SCRATCH).print();
  }

  private void print() {
    for (int i = 0; i < owner.buffers().size(); i++) {
      code.aload(NestClass.ADDRESSES).loadConstant(i).laload();
      save(owner.buffers().get(i), TypeKind.LONG);
    }
    items(plan.root());
    inner(plan.root());
    code.return_();
  }

  private void inner(Scope scope) {
    Scope inner = scope.inner;
    if (inner == null) {
      return;
    }
    LoopVariable loop = Objects.requireNonNull(inner.loop);
    if (scope.parent == null) {
      code.iload(NestClass.FROM);
    } else {
      code.iconst_0();
    }
    int counter = store(TypeKind.INT);
    if (scope.parent == null) {
      code.iload(NestClass.TO);
    } else {
      code.loadConstant((int) loop.extent());
    }
    int end = store(TypeKind.INT);
    boolean hot = nest.vectors().contains(loop) || inner.inner == null;
    if (active == null && hot && loop.extent() >= TURNS) {
      Method method = method(inner, TypeKind.VOID, "loop");
      if (method != null) {
        calls(method, inner, counter, end, () -> {});
        return;
      }
    }
    loop(inner, counter, end);
  }

  private int store(TypeKind kind) {
    int slot = code.allocateLocal(kind);
    code.storeLocal(kind, slot);
    return slot;
  }

  /** A loop of the nest: over vectors first if it is a vector loop, then over what is left. */
  private void loop(Scope scope, int counter, int end) {
    LoopVariable loop = Objects.requireNonNull(scope.loop);
    Runnable body =
        () -> {
          items(scope);
          inner(scope);
        };
    if (nest.vectors().contains(loop) && owner.vectors()) {
      vectorLoop(loop, counter, end, body);
    }
    counted(loop, counter, end, 1, body);
  }

  /** A method that runs part of a loop, and the local variables that it takes. */
  private record Method(String name, MethodTypeDesc type, List<Object> captured, TypeKind result) {}

  /**
   * Prints a loop as a method of its own, which the JIT compiler deals with sooner and better. Null
   * if it would need too many parameters.
   */
  private @Nullable Method method(Scope scope, TypeKind result, String base) {
    List<Object> captured = new ArrayList<>();
    List<ClassDesc> parameters = new ArrayList<>();
    int slots = 0;
    for (Object key : Captures.of(plan, scope)) {
      if (locals.containsKey(key)) {
        captured.add(key);
        TypeKind kind = kindOf(key);
        slots += kind.slotSize();
        parameters.add(kind.upperBound());
      }
    }
    if (slots > 200) {
      return null;
    }
    parameters.addAll(List.of(CD_long, CD_int, CD_int));
    return new Method(
        owner.fresh(base), MethodTypeDesc.of(result.upperBound(), parameters), captured, result);
  }

  private TypeKind kindOf(Object key) {
    return switch (key) {
      case Expr expr -> ScalarCode.kind(expr.type());
      case Variable _ -> TypeKind.INT;
      default -> TypeKind.LONG;
    };
  }

  /** Calls a loop's method for one stretch of turns after the other. */
  private void calls(Method method, Scope scope, int counter, int end, Runnable after) {
    owner.method(method.name, method.type, inside -> printMethod(inside, method, scope, null));
    invoke(method, Objects.requireNonNull(scope.loop), counter, end, after);
  }

  private void invoke(Method method, LoopVariable loop, int counter, int end, Runnable after) {
    int turns = TURNS * (nest.vectors().contains(loop) ? lanes : 1);
    Label head = code.newLabel();
    Label exit = code.newLabel();
    code.labelBinding(head).iload(counter).iload(end).if_icmpge(exit);
    for (Object key : method.captured) {
      code.loadLocal(kindOf(key), local(key));
    }
    code.lload(scratch).iload(counter);
    code.iload(counter).loadConstant(turns).iadd().iload(end);
    code.invokestatic(
        ClassDesc.of("java.lang.Math"), "min", MethodTypeDesc.of(CD_int, CD_int, CD_int));
    code.invokestatic(owner.type(), method.name, method.type);
    after.run();
    code.iload(counter).loadConstant(turns).iadd().istore(counter);
    code.goto_(head).labelBinding(exit);
  }

  /** The body of a loop's method: of a loop of the nest, or of the innermost of a reduction. */
  private void printMethod(
      CodeBuilder inside, Method method, Scope scope, Expr.@Nullable Reduce reduce) {
    int slot = 0;
    Map<Object, Integer> parameters = new HashMap<>();
    for (Object key : method.captured) {
      parameters.put(key, slot);
      slot += kindOf(key).slotSize();
    }
    NestPrinter printer = new NestPrinter(owner, inside, slot);
    printer.locals = parameters;
    int counter = slot + 2;
    int end = slot + 3;
    if (reduce == null) {
      printer.loop(scope, counter, end);
      inside.return_();
    } else {
      boolean wide = isWide(reduce);
      TypeKind kind = wide ? TypeKind.DOUBLE : ScalarCode.kind(reduce.type());
      printer.identity(reduce, wide);
      int accumulator = printer.store(kind);
      printer.innermost(reduce, scope, counter, end, accumulator);
      inside.loadLocal(kind, accumulator).return_(kind);
    }
  }

  private void vectorLoop(LoopVariable loop, int counter, int end, Runnable body) {
    int limit = code.allocateLocal(TypeKind.INT);
    code.iload(end).loadConstant(lanes - 1).isub().istore(limit);
    LoopVariable outer = active;
    active = loop;
    counted(loop, counter, limit, lanes, body);
    active = outer;
  }

  private void counted(LoopVariable loop, int counter, int end, int step, Runnable body) {
    Map<Object, Integer> outside = locals;
    locals = new HashMap<>(outside);
    locals.put(loop, counter);
    Label head = code.newLabel();
    Label exit = code.newLabel();
    code.labelBinding(head).iload(counter).iload(end).if_icmpge(exit);
    body.run();
    code.iinc(counter, step).goto_(head).labelBinding(exit);
    locals = outside;
  }

  private void save(Object key, TypeKind kind) {
    int slot = code.allocateLocal(kind);
    code.storeLocal(kind, slot);
    locals.put(key, slot);
  }

  private int local(Object key) {
    Integer slot = locals.get(key);
    if (slot == null) {
      throw new IllegalStateException(key + " is read before it is computed");
    }
    return slot;
  }

  private void items(Scope scope) {
    for (Scope.Item item : scope.items) {
      switch (item) {
        case Scope.Pointer pointer -> pointer(pointer);
        case Scope.Index(DerivedVariable variable) -> derived(variable);
        case Scope.Compute(Expr expr) -> compute(expr);
        case Scope.Reduction(Expr.Reduce reduce, List<Scope> loops) -> reduction(reduce, loops);
        case Scope.Write(Store store) -> write(store);
      }
    }
  }

  private void pointer(Scope.Pointer pointer) {
    Affine index = pointer.index();
    if (index.isConstant()) {
      code.lload(local(pointer.buffer()));
      if (index.constant() != 0) {
        code.loadConstant(index.constant() * pointer.buffer().storage().bytes()).ladd();
      }
    } else {
      address(pointer.buffer(), index);
    }
    save(pointer, TypeKind.LONG);
  }

  /** Pushes the address of an element. */
  private void address(Buffer buffer, Affine index) {
    Affine outer = plan.outer(index);
    code.lload(local(new Scope.Pointer(buffer, outer)));
    terms(index.plus(outer, -1), buffer.storage().bytes());
  }

  /** Adds terms times a factor to the long on the stack. */
  private void terms(Affine terms, long factor) {
    terms
        .terms()
        .forEach((variable, coefficient) -> {
          code.iload(local(variable)).i2l();
          if (coefficient * factor != 1) {
            code.loadConstant(coefficient * factor).lmul();
          }
          code.ladd();
        });
    if (terms.constant() != 0) {
      code.loadConstant(terms.constant() * factor).ladd();
    }
  }

  private void index(Affine index) {
    if (index.isConstant()) {
      code.loadConstant((int) index.constant());
    } else {
      code.lconst_0();
      terms(index, 1);
      code.l2i();
    }
  }

  private void derived(DerivedVariable variable) {
    index(variable.first());
    index(variable.second());
    String name =
        switch (variable.kind()) {
          case FLOOR_DIVIDE -> "floorDiv";
          case REMAINDER -> "floorMod";
          case MINIMUM -> "min";
          case MAXIMUM -> "max";
        };
    code.invokestatic(
        ClassDesc.of("java.lang.Math"), name, MethodTypeDesc.of(CD_int, CD_int, CD_int));
    save(variable, TypeKind.INT);
  }

  private boolean isVector(Expr expr) {
    return active != null && pool.free(expr).contains(active);
  }

  private TypeKind kind(Expr expr) {
    return isVector(expr) ? TypeKind.REFERENCE : ScalarCode.kind(expr.type());
  }

  private void pushScalar(Expr expr) {
    if (expr instanceof Expr.Literal literal) {
      scalar.literal(literal);
    } else {
      code.loadLocal(ScalarCode.kind(expr.type()), local(expr));
    }
  }

  private void pushVector(Expr expr) {
    if (isVector(expr)) {
      code.aload(local(expr));
    } else {
      vector.broadcast(expr.type(), () -> pushScalar(expr));
    }
  }

  private void compute(Expr expr) {
    if (isVector(expr)) {
      computeVector(expr);
    } else {
      computeScalar(expr);
    }
    save(expr, kind(expr));
  }

  private void computeScalar(Expr expr) {
    switch (expr) {
      case Expr.Load load ->
          scalar.load(load.buffer().storage(), () -> address(load.buffer(), load.index()));
      case Expr.FromIndex from -> index(from.index());
      case Expr.Call call -> {
        call.operands().forEach(this::pushScalar);
        scalar.call(call.function(), call.operands().size());
      }
      case Expr.Apply apply -> {
        if (apply.operation() == Operation.SELECT) {
          Label no = code.newLabel();
          Label end = code.newLabel();
          pushScalar(apply.operands().get(0));
          code.ifeq(no);
          pushScalar(apply.operands().get(1));
          code.goto_(end).labelBinding(no);
          pushScalar(apply.operands().get(2));
          code.labelBinding(end);
        } else {
          apply.operands().forEach(this::pushScalar);
          scalar.apply(apply.operation(), apply.operands().getFirst().type(), apply.type());
        }
      }
      case Expr.Literal _, Expr.Reduce _ -> throw new IllegalStateException("not computed here");
    }
  }

  private void computeVector(Expr expr) {
    switch (expr) {
      case Expr.Load load -> loadVector(load);
      case Expr.Apply apply -> {
        Operation operation = apply.operation();
        List<Expr> operands = apply.operands();
        switch (operation) {
          case SELECT -> {
            if (apply.type() == LaneType.MASK) {
              throw new IllegalStateException("masks are combined, not selected");
            }
            pushVector(operands.get(2));
            pushVector(operands.get(1));
            pushVector(operands.get(0));
            vector.select(apply.type());
          }
          case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> {
            pushVector(operands.get(0));
            vector.shift(operation, (int) ((Expr.Literal) operands.get(1)).bits());
          }
          default -> {
            operands.forEach(this::pushVector);
            vector.apply(operation, operands.getFirst().type(), apply.type());
          }
        }
      }
      case Expr.FromIndex _, Expr.Call _, Expr.Literal _, Expr.Reduce _ ->
          throw new IllegalStateException("has no vector form");
    }
  }

  private long step(Affine index) {
    return index.coefficient(Objects.requireNonNull(active));
  }

  private void loadVector(Expr.Load load) {
    Storage storage = load.buffer().storage();
    long step = step(load.index());
    if (step == 1) {
      vector.load(storage, () -> address(load.buffer(), load.index()));
      return;
    }
    address(load.buffer(), load.index());
    int from = code.allocateLocal(TypeKind.LONG);
    code.lstore(from);
    eachLane(storage, () -> code.lload(from), step, () -> code.lload(scratch), 1);
    vector.load(storage, () -> code.lload(scratch));
  }

  /** Moves the elements of a vector one by one. */
  private void eachLane(Storage storage, Runnable from, long fromStep, Runnable to, long toStep) {
    int lane = code.allocateLocal(TypeKind.INT);
    Label head = code.newLabel();
    Label exit = code.newLabel();
    code.iconst_0().istore(lane);
    code.labelBinding(head).iload(lane).loadConstant(lanes).if_icmpge(exit);
    scalar.store(
        storage,
        () -> laneAddress(to, lane, toStep * storage.bytes()),
        () -> scalar.load(storage, () -> laneAddress(from, lane, fromStep * storage.bytes())));
    code.iinc(lane, 1).goto_(head).labelBinding(exit);
  }

  private void laneAddress(Runnable base, int lane, long bytes) {
    base.run();
    code.iload(lane).i2l().loadConstant(bytes).lmul().ladd();
  }

  private void write(Store store) {
    Storage storage = store.buffer().storage();
    Runnable address = () -> address(store.buffer(), store.index());
    if (active == null || !store.index().loops().contains(active)) {
      scalar.store(storage, address, () -> pushScalar(store.value()));
    } else if (step(store.index()) == 1) {
      vector.store(storage, address, () -> pushVector(store.value()));
    } else {
      vector.store(storage, () -> code.lload(scratch), () -> pushVector(store.value()));
      address.run();
      int to = code.allocateLocal(TypeKind.LONG);
      code.lstore(to);
      eachLane(storage, () -> code.lload(scratch), 1, () -> code.lload(to), step(store.index()));
    }
  }

  private void reduction(Expr.Reduce reduce, List<Scope> loops) {
    if (isVector(reduce)) {
      vector.broadcast(reduce.type(), () -> identity(reduce, false));
      save(reduce, TypeKind.REFERENCE);
      reductionLoops(reduce, loops, 0, local(reduce));
      return;
    }
    boolean wide = isWide(reduce);
    TypeKind kind = wide ? TypeKind.DOUBLE : ScalarCode.kind(reduce.type());
    identity(reduce, wide);
    int accumulator = code.allocateLocal(kind);
    code.storeLocal(kind, accumulator);
    reductionLoops(reduce, loops, 0, accumulator);
    code.loadLocal(kind, accumulator);
    if (wide) {
      code.d2f();
    }
    save(reduce, ScalarCode.kind(reduce.type()));
  }

  private void identity(Expr.Reduce reduce, boolean wide) {
    boolean least = reduce.combine() == Expr.Combine.MINIMUM;
    boolean sum = reduce.combine() == Expr.Combine.SUM;
    double real = sum ? 0 : least ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    switch (wide ? LaneType.F64 : reduce.type()) {
      case F32 -> code.loadConstant((float) real);
      case F64 -> code.loadConstant(real);
      case I32 -> code.loadConstant(sum ? 0 : least ? Integer.MAX_VALUE : Integer.MIN_VALUE);
      case I64 -> code.loadConstant(sum ? 0L : least ? Long.MAX_VALUE : Long.MIN_VALUE);
      case MASK -> throw new IllegalStateException("masks are not reduced");
    }
  }

  private static Operation operation(Expr.Reduce reduce) {
    return switch (reduce.combine()) {
      case SUM -> Operation.ADD;
      case MINIMUM -> Operation.MINIMUM;
      case MAXIMUM -> Operation.MAXIMUM;
    };
  }

  /** Vectors accumulate in float, and so must a scalar that stands for a lane of one. */
  private boolean isWide(Expr.Reduce reduce) {
    return reduce.wide()
        && reduce.type() == LaneType.F32
        && pool.free(reduce).stream().noneMatch(nest.vectors()::contains);
  }

  private void reductionLoops(Expr.Reduce reduce, List<Scope> loops, int depth, int accumulator) {
    Scope scope = loops.get(depth);
    LoopVariable loop = Objects.requireNonNull(scope.loop);
    index(scope.from);
    int counter = store(TypeKind.INT);
    index(scope.to);
    int end = store(TypeKind.INT);
    if (depth < loops.size() - 1) {
      counted(
          loop,
          counter,
          end,
          1,
          () -> {
            items(scope);
            reductionLoops(reduce, loops, depth + 1, accumulator);
          });
      return;
    }
    if (active == null && loop.extent() >= TURNS) {
      LaneType type = isWide(reduce) ? LaneType.F64 : reduce.type();
      Method method = reductionMethod(reduce, scope, ScalarCode.kind(type));
      if (method != null) {
        owner.method(
            method.name, method.type, inside -> printMethod(inside, method, scope, reduce));
        invoke(
            method,
            loop,
            counter,
            end,
            () -> {
              code.loadLocal(ScalarCode.kind(type), accumulator);
              scalar.apply(operation(reduce), type, type);
              code.storeLocal(ScalarCode.kind(type), accumulator);
            });
        return;
      }
    }
    innermost(reduce, scope, counter, end, accumulator);
  }

  private @Nullable Method reductionMethod(Expr.Reduce reduce, Scope scope, TypeKind kind) {
    return locals.containsKey(reduce.body()) || reduce.body() instanceof Expr.Literal
        ? null
        : method(scope, kind, "reduce");
  }

  private void innermost(Expr.Reduce reduce, Scope scope, int counter, int end, int accumulator) {
    LoopVariable loop = Objects.requireNonNull(scope.loop);
    boolean overVectors = active == null && nest.vectors().contains(loop);
    if (overVectors && !owner.vectors() && reduce.combine() == Expr.Combine.SUM) {
      sumLikeVectors(reduce, scope, counter, end, accumulator);
    } else if (overVectors && owner.vectors()) {
      vector.broadcast(reduce.type(), () -> identity(reduce, false));
      int partial = store(TypeKind.REFERENCE);
      vectorLoop(
          loop,
          counter,
          end,
          () -> {
            items(scope);
            code.aload(partial);
            pushVector(reduce.body());
            vector.apply(operation(reduce), reduce.type(), reduce.type());
            code.astore(partial);
          });
      fold(reduce, partial, accumulator);
    }
    counted(
        loop,
        counter,
        end,
        1,
        () -> {
          items(scope);
          combine(reduce, accumulator);
        });
  }

  /** The sum that vectors would give, to the bit: lane by lane, then the lanes in pairs. */
  private void sumLikeVectors(
      Expr.Reduce reduce, Scope scope, int counter, int end, int accumulator) {
    LoopVariable loop = Objects.requireNonNull(scope.loop);
    for (int lane = 0; lane < lanes; lane++) {
      int at = lane;
      scalar.store(Storage.F32, () -> partial(at), () -> code.fconst_0());
    }
    code.iload(end).loadConstant(lanes - 1).isub();
    int limit = store(TypeKind.INT);
    counted(
        loop,
        counter,
        limit,
        lanes,
        () -> {
          code.iload(counter);
          int turn = store(TypeKind.INT);
          code.lload(scratch);
          int lane = store(TypeKind.LONG);
          code.iload(counter).loadConstant(lanes).iadd();
          int stop = store(TypeKind.INT);
          counted(
              loop,
              turn,
              stop,
              1,
              () -> {
                items(scope);
                scalar.store(
                    Storage.F32,
                    () -> code.lload(lane),
                    () -> {
                      scalar.load(Storage.F32, () -> code.lload(lane));
                      pushScalar(reduce.body());
                      code.fadd();
                    });
                code.lload(lane).loadConstant(4L).ladd().lstore(lane);
              });
        });
    for (int distance = lanes / 2; distance > 0; distance /= 2) {
      for (int lane = 0; lane < distance; lane++) {
        int low = lane;
        int high = lane + distance;
        scalar.store(
            Storage.F32,
            () -> partial(low),
            () -> {
              scalar.load(Storage.F32, () -> partial(low));
              scalar.load(Storage.F32, () -> partial(high));
              code.fadd();
            });
      }
    }
    LaneType type = isWide(reduce) ? LaneType.F64 : LaneType.F32;
    code.loadLocal(ScalarCode.kind(type), accumulator);
    scalar.load(Storage.F32, () -> partial(0));
    if (type == LaneType.F64) {
      code.f2d();
    }
    scalar.apply(Operation.ADD, type, type);
    code.storeLocal(ScalarCode.kind(type), accumulator);
  }

  private void partial(int lane) {
    code.lload(scratch).loadConstant(4L * lane).ladd();
  }

  /** Adds the lanes of a partial result to a scalar accumulator. */
  private void fold(Expr.Reduce reduce, int partial, int accumulator) {
    boolean wide = isWide(reduce);
    LaneType type = wide ? LaneType.F64 : reduce.type();
    code.loadLocal(ScalarCode.kind(type), accumulator);
    code.aload(partial);
    switch (reduce.combine()) {
      case SUM -> vector.sumOfLanes(lanes);
      case MINIMUM -> vector.extremeOfLanes(reduce.type(), "MIN");
      case MAXIMUM -> vector.extremeOfLanes(reduce.type(), "MAX");
    }
    if (wide) {
      code.f2d();
    }
    scalar.apply(operation(reduce), type, type);
    code.storeLocal(ScalarCode.kind(type), accumulator);
  }

  private void combine(Expr.Reduce reduce, int accumulator) {
    if (isVector(reduce)) {
      code.aload(accumulator);
      pushVector(reduce.body());
      vector.apply(operation(reduce), reduce.type(), reduce.type());
      code.astore(accumulator);
      return;
    }
    boolean wide = isWide(reduce);
    LaneType type = wide ? LaneType.F64 : reduce.type();
    code.loadLocal(ScalarCode.kind(type), accumulator);
    pushScalar(reduce.body());
    if (wide) {
      code.f2d();
    }
    scalar.apply(operation(reduce), type, type);
    code.storeLocal(ScalarCode.kind(type), accumulator);
  }
}
