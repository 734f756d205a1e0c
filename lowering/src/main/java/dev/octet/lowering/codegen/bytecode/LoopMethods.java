package dev.octet.lowering.codegen.bytecode;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LoopVariable;
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

/**
 * Prints hot loops as methods of their own, called for one stretch of turns after the other: the
 * JIT compiler deals with them sooner and better than with a loop in the middle of a long method.
 */
final class LoopMethods {
  /** So many turns of a loop, or of vectors, run in one call. */
  static final int TURNS = 64;

  /** The JVM has 255 slots for parameters. */
  private static final int MOST_SLOTS = 200;

  private final PrintedMethod caller;
  private final Scope scope;
  private final LoopVariable loop;
  private final Expr.@Nullable Reduce reduce;

  /** What the method is given, beside scratch memory and its turns. */
  private final List<Object> captured = new ArrayList<>();

  private LoopMethods(PrintedMethod caller, Scope scope, Expr.@Nullable Reduce reduce) {
    this.caller = caller;
    this.scope = scope;
    this.loop = Objects.requireNonNull(scope.loop);
    this.reduce = reduce;
    for (Object key : Captures.of(caller.plan, scope)) {
      if (caller.holds(key)) {
        captured.add(key);
      }
    }
  }

  private boolean isWorthIt() {
    int slots = captured.stream().mapToInt(key -> PrintedMethod.scalarKind(key).slotSize()).sum();
    return !caller.inVectorLoop() && loop.extent() >= TURNS && slots <= MOST_SLOTS;
  }

  /** Prints a loop of the nest as calls of a method; returns false if it had better not be one. */
  static boolean loop(PrintedMethod caller, Scope scope, int counter, int end) {
    LoopMethods method = new LoopMethods(caller, scope, null);
    boolean hot = caller.nest.vectors().contains(method.loop) || scope.inner == null;
    if (!hot || !method.isWorthIt()) {
      return false;
    }
    method.calls("loop", TypeKind.VOID, counter, end, () -> {});
    return true;
  }

  /** Prints the innermost loop of a reduction in the same way. */
  static boolean reduce(
      PrintedMethod caller, Expr.Reduce reduce, Scope scope, int counter, int end, int result) {
    LoopMethods method = new LoopMethods(caller, scope, reduce);
    if (caller.holds(reduce.body())
        || reduce.body() instanceof Expr.Literal
        || !method.isWorthIt()) {
      return false;
    }
    TypeKind kind = ScalarCode.kind(caller.reductions.accumulated(reduce));
    method.calls(
        "reduce",
        kind,
        counter,
        end,
        () -> {
          caller.code.loadLocal(kind, result);
          caller.reductions.combined(reduce, result);
        });
    return true;
  }

  private void calls(String base, TypeKind result, int counter, int end, Runnable after) {
    List<ClassDesc> parameters = new ArrayList<>();
    captured.forEach(key -> parameters.add(PrintedMethod.scalarKind(key).upperBound()));
    parameters.addAll(List.of(CD_long, CD_int, CD_int));
    String name = caller.owner.fresh(base);
    MethodTypeDesc type = MethodTypeDesc.of(result.upperBound(), parameters);
    caller.owner.method(name, type, inside -> print(inside, result));

    int turns = TURNS * (caller.nest.vectors().contains(loop) ? caller.lanes : 1);
    CodeBuilder code = caller.code;
    Label head = code.newLabel();
    Label exit = code.newLabel();
    code.labelBinding(head).iload(counter).iload(end).if_icmpge(exit);
    for (Object key : captured) {
      code.loadLocal(PrintedMethod.scalarKind(key), caller.local(key));
    }
    code.lload(caller.scratch).iload(counter);
    endOfStretch(code, counter, turns, end);
    code.invokestatic(caller.owner.type(), name, type);
    after.run();
    code.iload(counter).loadConstant(turns).iadd().istore(counter);
    code.goto_(head).labelBinding(exit);
  }

  /** Pushes where the turns from a counter on end that are done together. */
  static void endOfStretch(CodeBuilder code, int counter, int turns, int end) {
    code.iload(counter).loadConstant(turns).iadd().iload(end);
    code.invokestatic(
        ClassDesc.of("java.lang.Math"), "min", MethodTypeDesc.of(CD_int, CD_int, CD_int));
  }

  private void print(CodeBuilder inside, TypeKind result) {
    int slot = 0;
    Map<Object, Integer> parameters = new HashMap<>();
    for (Object key : captured) {
      parameters.put(key, slot);
      slot += PrintedMethod.scalarKind(key).slotSize();
    }
    PrintedMethod method = new PrintedMethod(caller.owner, inside, slot, parameters);
    int counter = slot + TypeKind.LONG.slotSize();
    int end = counter + 1;
    if (reduce == null) {
      method.loops.loop(scope, counter, end);
      inside.return_();
    } else {
      method.reductions.identity(reduce);
      int accumulator = method.store(result);
      method.reductions.innermost(reduce, scope, counter, end, accumulator);
      inside.loadLocal(result, accumulator).return_(result);
    }
  }
}
