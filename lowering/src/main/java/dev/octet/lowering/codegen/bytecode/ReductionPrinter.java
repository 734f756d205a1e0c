package dev.octet.lowering.codegen.bytecode;

import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.lowering.codegen.loop.Storage;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.Objects;

/** Prints reductions: of scalars, of vectors lane by lane, and over the lanes of vectors. */
final class ReductionPrinter {
  private final PrintedMethod method;
  private final CodeBuilder code;
  private final ScalarCode scalar;
  private final VectorCode vector;

  ReductionPrinter(PrintedMethod method) {
    this.method = method;
    this.code = method.code;
    this.scalar = method.scalar;
    this.vector = method.vector;
  }

  void print(Scope.Reduction reduction) {
    Expr.Reduce reduce = reduction.reduce();
    if (method.isVector(reduce)) {
      vector.broadcast(reduce.type(), () -> identity(reduce));
      method.save(reduce, TypeKind.REFERENCE);
      loops(reduction, 0, method.local(reduce));
      return;
    }
    identity(reduce);
    int accumulator = method.store(kind(reduce));
    loops(reduction, 0, accumulator);
    code.loadLocal(kind(reduce), accumulator);
    if (isWide(reduce)) {
      code.d2f();
    }
    method.save(reduce, ScalarCode.kind(reduce.type()));
  }

  /** What a scalar accumulates in. */
  LaneType accumulated(Expr.Reduce reduce) {
    return isWide(reduce) ? LaneType.F64 : reduce.type();
  }

  private TypeKind kind(Expr.Reduce reduce) {
    return ScalarCode.kind(accumulated(reduce));
  }

  /** Vectors accumulate in float, and so must a scalar that stands for a lane of one. */
  private boolean isWide(Expr.Reduce reduce) {
    return reduce.wide()
        && reduce.type() == LaneType.F32
        && method.pool.free(reduce).stream().noneMatch(method.nest.vectors()::contains);
  }

  /** Pushes what a reduction starts with. */
  void identity(Expr.Reduce reduce) {
    boolean least = reduce.combine() == Expr.Combine.MINIMUM;
    boolean sum = reduce.combine() == Expr.Combine.SUM;
    double real = sum ? 0 : least ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    switch (accumulated(reduce)) {
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
      case MAXIMUM, MAXIMUM_OF_NUMBERS -> Operation.MAXIMUM;
    };
  }

  private void loops(Scope.Reduction reduction, int depth, int accumulator) {
    Scope scope = reduction.loops().get(depth);
    method.indices.push(scope.from);
    int counter = method.store(TypeKind.INT);
    method.indices.push(scope.to);
    int end = method.store(TypeKind.INT);
    if (depth < reduction.loops().size() - 1) {
      method.counted(
          Objects.requireNonNull(scope.loop),
          counter,
          end,
          1,
          () -> {
            method.loops.items(scope);
            loops(reduction, depth + 1, accumulator);
          });
    } else if (LoopMethods.reduce(method, reduction.reduce(), scope, counter, end, accumulator)) {
      return;
    } else if (isLongSumOfLanes(reduction.reduce(), scope)) {
      inStretches(reduction.reduce(), scope, counter, end, accumulator);
    } else {
      innermost(reduction.reduce(), scope, counter, end, accumulator);
    }
  }

  private boolean isLongSumOfLanes(Expr.Reduce reduce, Scope scope) {
    return reduce.combine() == Expr.Combine.SUM
        && (reduce.type() == LaneType.F32 || reduce.type() == LaneType.F64)
        && Objects.requireNonNull(scope.loop).extent() >= LoopMethods.TURNS
        && method.pool.free(reduce).stream().anyMatch(method.nest.vectors()::contains);
  }

  /**
   * Sums up stretches of turns, as {@link LoopMethods} does for scalars: the results are the same
   * bits, and closer to the sum than if one float took it all.
   */
  private void inStretches(Expr.Reduce reduce, Scope scope, int counter, int end, int accumulator) {
    boolean lanes = method.isVector(reduce);
    TypeKind kind = lanes ? TypeKind.REFERENCE : kind(reduce);
    Label head = code.newLabel();
    Label exit = code.newLabel();
    code.labelBinding(head).iload(counter).iload(end).if_icmpge(exit);
    LoopMethods.endOfStretch(code, counter, LoopMethods.TURNS, end);
    int stop = method.store(TypeKind.INT);
    if (lanes) {
      vector.broadcast(reduce.type(), () -> identity(reduce));
    } else {
      identity(reduce);
    }
    int partial = method.store(kind);
    innermost(reduce, scope, counter, stop, partial);
    code.loadLocal(kind, accumulator).loadLocal(kind, partial);
    if (lanes) {
      vector.apply(Operation.ADD, reduce.type(), reduce.type());
    } else {
      scalar.apply(Operation.ADD, accumulated(reduce), accumulated(reduce));
    }
    code.storeLocal(kind, accumulator).goto_(head).labelBinding(exit);
  }

  /** Prints the innermost loop of a reduction. */
  void innermost(Expr.Reduce reduce, Scope scope, int counter, int end, int accumulator) {
    LoopVariable loop = Objects.requireNonNull(scope.loop);
    boolean overVectors = !method.inVectorLoop() && method.nest.vectors().contains(loop);
    if (overVectors && method.owner.vectors()) {
      overLanes(reduce, scope, counter, end, accumulator);
      if (LastVector.overlap(method, reduce, scope) > 0) {
        return;
      }
    } else if (overVectors && reduce.combine() == Expr.Combine.SUM) {
      sumLikeVectors(reduce, scope, counter, end, accumulator);
    }
    method.counted(
        loop,
        counter,
        end,
        1,
        () -> {
          method.loops.items(scope);
          if (method.isVector(reduce)) {
            combineVectors(reduce, accumulator);
          } else {
            combine(reduce, accumulator, () -> method.exprs.pushScalar(reduce.body()));
          }
        });
  }

  /** Combines an accumulator with the scalar that {@code value} pushes in the reduction's type. */
  private void combine(Expr.Reduce reduce, int accumulator, Runnable value) {
    code.loadLocal(kind(reduce), accumulator);
    value.run();
    if (isWide(reduce)) {
      code.f2d();
    }
    combined(reduce, accumulator);
  }

  /** Combines the two scalars on the stack into an accumulator. */
  void combined(Expr.Reduce reduce, int accumulator) {
    scalar.apply(operation(reduce), accumulated(reduce), accumulated(reduce));
    code.storeLocal(kind(reduce), accumulator);
  }

  private void combineVectors(Expr.Reduce reduce, int accumulator) {
    code.aload(accumulator);
    method.exprs.pushVector(reduce.body());
    vector.apply(operation(reduce), reduce.type(), reduce.type());
    code.astore(accumulator);
  }

  /** Combines the last vector, whose first lanes have been summed before. */
  private void combineLast(Expr.Reduce reduce, int accumulator, int overlap) {
    if (reduce.combine() != Expr.Combine.SUM) {
      combineVectors(reduce, accumulator);
      return;
    }
    code.aload(accumulator);
    vector.broadcast(LaneType.F32, code::fconst_0);
    method.exprs.pushVector(reduce.body());
    vector.lanesFrom(overlap);
    vector.select(LaneType.F32);
    vector.apply(Operation.ADD, LaneType.F32, LaneType.F32);
    code.astore(accumulator);
  }

  private void overLanes(Expr.Reduce reduce, Scope scope, int counter, int end, int accumulator) {
    vector.broadcast(
        reduce.type(),
        () -> {
          identity(reduce);
          if (isWide(reduce)) {
            code.d2f();
          }
        });
    int partial = method.store(TypeKind.REFERENCE);
    LoopVariable loop = Objects.requireNonNull(scope.loop);
    method.vectorLoop(
        loop,
        counter,
        end,
        () -> {
          method.loops.items(scope);
          combineVectors(reduce, partial);
        });
    int overlap = LastVector.overlap(method, reduce, scope);
    if (overlap > 0) {
      method.lastVector(
          loop,
          counter,
          end,
          () -> {
            method.loops.items(scope);
            combineLast(reduce, partial, overlap);
          });
    }
    combine(
        reduce,
        accumulator,
        () -> {
          code.aload(partial);
          switch (reduce.combine()) {
            case SUM -> vector.sumOfLanes(method.lanes);
            case MINIMUM -> vector.extremeOfLanes(reduce.type(), "MIN");
            case MAXIMUM, MAXIMUM_OF_NUMBERS -> vector.extremeOfLanes(reduce.type(), "MAX");
          }
        });
  }

  /** The sum that vectors would give, to the bit: lane by lane, then the lanes in pairs. */
  private void sumLikeVectors(
      Expr.Reduce reduce, Scope scope, int counter, int end, int accumulator) {
    LoopVariable loop = Objects.requireNonNull(scope.loop);
    for (int lane = 0; lane < method.lanes; lane++) {
      int at = lane;
      scalar.store(Storage.F32, () -> partial(at), () -> code.fconst_0());
    }
    code.iload(end).loadConstant(method.lanes - 1).isub();
    int limit = method.store(TypeKind.INT);
    method.counted(
        loop,
        counter,
        limit,
        method.lanes,
        () -> {
          code.iload(counter);
          int turn = method.store(TypeKind.INT);
          code.lload(method.scratch);
          int lane = method.store(TypeKind.LONG);
          code.iload(counter).loadConstant(method.lanes).iadd();
          int stop = method.store(TypeKind.INT);
          method.counted(loop, turn, stop, 1, () -> addToLane(reduce, scope, lane));
        });
    int overlap = LastVector.overlap(method, reduce, scope);
    if (overlap > 0) {
      partial(overlap);
      int lane = method.store(TypeKind.LONG);
      method.counted(loop, counter, end, 1, () -> addToLane(reduce, scope, lane));
    }
    combine(reduce, accumulator, () -> sumOfPartials(0, 1));
  }

  private void addToLane(Expr.Reduce reduce, Scope scope, int lane) {
    method.loops.items(scope);
    scalar.store(
        Storage.F32,
        () -> code.lload(lane),
        () -> {
          scalar.load(Storage.F32, () -> code.lload(lane));
          method.exprs.pushScalar(reduce.body());
          code.fadd();
        });
    code.lload(lane).loadConstant((long) Float.BYTES).ladd().lstore(lane);
  }

  /** Pushes the sum of every so many lanes, added in the order of {@link VectorCode#sumOfLanes}. */
  private void sumOfPartials(int lane, int distance) {
    if (distance == method.lanes) {
      scalar.load(Storage.F32, () -> partial(lane));
    } else {
      sumOfPartials(lane, 2 * distance);
      sumOfPartials(lane + distance, 2 * distance);
      code.fadd();
    }
  }

  private void partial(int lane) {
    code.lload(method.scratch).loadConstant((long) Float.BYTES * lane).ladd();
  }
}
