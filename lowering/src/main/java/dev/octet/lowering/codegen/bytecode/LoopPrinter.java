package dev.octet.lowering.codegen.bytecode;

import dev.octet.lowering.codegen.loop.DerivedVariable;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.Store;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.Map;
import java.util.Objects;

/** Prints the loops of a nest and what stands in them. */
final class LoopPrinter {
  private final PrintedMethod method;
  private final CodeBuilder code;

  LoopPrinter(PrintedMethod method) {
    this.method = method;
    this.code = method.code;
  }

  /** Prints the method of a whole nest, {@link GeneratedNest#run}. */
  static void printNest(NestClass owner, CodeBuilder code) {
    PrintedMethod method = new PrintedMethod(owner, code, NestClass.SCRATCH, Map.of());
    for (int i = 0; i < owner.buffers().size(); i++) {
      code.aload(NestClass.ADDRESSES).loadConstant(i).laload();
      method.save(owner.buffers().get(i), TypeKind.LONG);
    }
    method.loops.items(method.plan.root());
    method.loops.inner(method.plan.root());
    code.return_();
  }

  /** Prints what is computed in a scope, without the loop inside of it. */
  void items(Scope scope) {
    scope.items.forEach(this::item);
  }

  void item(Scope.Item item) {
    switch (item) {
      case Scope.Pointer pointer -> method.indices.pointer(pointer);
      case Scope.Index(DerivedVariable variable) -> method.indices.derived(variable);
      case Scope.Compute(Expr expr) -> method.exprs.compute(expr);
      case Scope.Reduction reduction -> method.reductions.print(reduction);
      case Scope.Write(Store store) -> method.exprs.write(store);
    }
  }

  private void inner(Scope scope) {
    Scope inner = scope.inner;
    if (inner == null || InterleavedBytes.print(method, scope)) {
      return;
    }
    LoopVariable loop = Objects.requireNonNull(inner.loop);
    if (scope.parent == null) {
      code.iload(NestClass.FROM);
    } else {
      code.iconst_0();
    }
    int counter = method.store(TypeKind.INT);
    if (scope.parent == null) {
      code.iload(NestClass.TO);
    } else {
      code.loadConstant((int) loop.extent());
    }
    int end = method.store(TypeKind.INT);
    if (!LoopMethods.loop(method, inner, counter, end)) {
      loop(inner, counter, end);
    }
  }

  /** A loop of the nest: over vectors first if it is a vector loop, then over what is left. */
  void loop(Scope scope, int counter, int end) {
    LoopVariable loop = Objects.requireNonNull(scope.loop);
    Runnable body =
        () -> {
          items(scope);
          inner(scope);
        };
    if (method.nest.vectors().contains(loop) && method.owner.vectors()) {
      method.vectorLoop(loop, counter, end, body);
      if (LastVector.takes(method, scope)) {
        method.lastVector(loop, counter, end, body);
        return;
      }
    }
    method.counted(loop, counter, end, 1, body);
  }
}
