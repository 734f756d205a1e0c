package dev.octet.lowering.codegen.bytecode;

import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.Nest;
import dev.octet.lowering.codegen.loop.Variable;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of a method that is being printed: which local variable holds what, and which vector
 * loop is open. Its parts print instructions into it.
 */
final class PrintedMethod {
  final NestClass owner;
  final CodeBuilder code;
  final ExprPool pool;
  final Nest nest;
  final Plan plan;
  final int lanes;

  /** The local variable with the address of the scratch memory. */
  final int scratch;

  final ScalarCode scalar;
  final VectorCode vector;
  final IndexPrinter indices;
  final ExprPrinter exprs;
  final ReductionPrinter reductions;
  final LoopPrinter loops;
  private Map<Object, Integer> locals;

  /** The vector loop that the code being printed is in. */
  private @Nullable LoopVariable active;

  /**
   * Starts a method.
   *
   * @param locals what its parameters hold
   */
  PrintedMethod(NestClass owner, CodeBuilder code, int scratch, Map<Object, Integer> locals) {
    this.owner = owner;
    this.code = code;
    this.scratch = scratch;
    this.locals = new HashMap<>(locals);
    this.pool = owner.pool();
    this.nest = owner.nest();
    this.plan = owner.plan();
    this.lanes = owner.vectorLanes();
    this.scalar = new ScalarCode(code);
    this.vector = new VectorCode(code);
    this.indices = new IndexPrinter(this);
    this.exprs = new ExprPrinter(this);
    this.reductions = new ReductionPrinter(this);
    this.loops = new LoopPrinter(this);
  }

  /** Stores what lies on the stack in a new local variable. */
  int store(TypeKind kind) {
    int slot = code.allocateLocal(kind);
    code.storeLocal(kind, slot);
    return slot;
  }

  /** Stores what lies on the stack as the value of something. */
  void save(Object key, TypeKind kind) {
    locals.put(key, store(kind));
  }

  boolean holds(Object key) {
    return locals.containsKey(key);
  }

  int local(Object key) {
    Integer slot = locals.get(key);
    if (slot == null) {
      throw new IllegalStateException(key + " is read before it is computed");
    }
    return slot;
  }

  /** What kind of local variable holds something that is no vector. */
  static TypeKind scalarKind(Object key) {
    return switch (key) {
      case Expr expr -> ScalarCode.kind(expr.type());
      case Variable _ -> TypeKind.INT;
      default -> TypeKind.LONG;
    };
  }

  boolean inVectorLoop() {
    return active != null;
  }

  boolean isVector(Expr expr) {
    return active != null && pool.free(expr).contains(active);
  }

  /** The open vector loop. */
  LoopVariable active() {
    return Objects.requireNonNull(active);
  }

  /** Prints a loop that runs over whole vectors and leaves its counter at what remains. */
  void vectorLoop(LoopVariable loop, int counter, int end, Runnable body) {
    int limit = code.allocateLocal(TypeKind.INT);
    code.iload(end).loadConstant(lanes - 1).isub().istore(limit);
    LoopVariable outer = active;
    active = loop;
    counted(loop, counter, limit, lanes, body);
    active = outer;
  }

  /** Prints what a vector loop has left, if anything, as a vector that ends where the loop does. */
  void lastVector(LoopVariable loop, int counter, int end, Runnable body) {
    Label done = code.newLabel();
    code.iload(counter).iload(end).if_icmpge(done);
    code.iload(end).loadConstant(lanes).isub().istore(counter);
    LoopVariable outer = active;
    active = loop;
    inside(loop, counter, body);
    active = outer;
    code.iload(end).istore(counter).labelBinding(done);
  }

  /** Prints a loop; what its body stores is forgotten behind it. */
  void counted(LoopVariable loop, int counter, int end, int step, Runnable body) {
    Label head = code.newLabel();
    Label exit = code.newLabel();
    code.labelBinding(head).iload(counter).iload(end).if_icmpge(exit);
    inside(loop, counter, body);
    code.iinc(counter, step).goto_(head).labelBinding(exit);
  }

  /** Prints a body for one value of a loop's counter; what it stores is forgotten behind it. */
  void inside(LoopVariable loop, int counter, Runnable body) {
    Map<Object, Integer> outside = locals;
    locals = new HashMap<>(outside);
    locals.put(loop, counter);
    body.run();
    locals = outside;
  }
}
