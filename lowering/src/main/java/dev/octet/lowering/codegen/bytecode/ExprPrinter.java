package dev.octet.lowering.codegen.bytecode;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.lowering.codegen.loop.Storage;
import dev.octet.lowering.codegen.loop.Store;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.List;

/** Prints expressions, as vectors where they depend on an open vector loop, and stores. */
final class ExprPrinter {
  private final PrintedMethod method;
  private final CodeBuilder code;
  private final ScalarCode scalar;
  private final VectorCode vector;
  private final StridedLanes strided;

  ExprPrinter(PrintedMethod method) {
    this.method = method;
    this.code = method.code;
    this.scalar = method.scalar;
    this.vector = method.vector;
    this.strided = new StridedLanes(method);
  }

  void pushScalar(Expr expr) {
    if (expr instanceof Expr.Literal literal) {
      scalar.literal(literal);
    } else {
      code.loadLocal(ScalarCode.kind(expr.type()), method.local(expr));
    }
  }

  void pushVector(Expr expr) {
    if (method.isVector(expr)) {
      code.aload(method.local(expr));
    } else {
      vector.broadcast(expr.type(), () -> pushScalar(expr));
    }
  }

  /** Computes an expression into a local variable. */
  void compute(Expr expr) {
    if (method.isVector(expr)) {
      vector(expr);
      method.save(expr, TypeKind.REFERENCE);
    } else {
      scalar(expr);
      method.save(expr, ScalarCode.kind(expr.type()));
    }
  }

  private void scalar(Expr expr) {
    switch (expr) {
      case Expr.Load load ->
          scalar.load(
              load.buffer().storage(), () -> method.indices.address(load.buffer(), load.index()));
      case Expr.FromIndex from -> method.indices.push(from.index());
      case Expr.Call call -> {
        call.operands().forEach(this::pushScalar);
        scalar.call(call.function(), call.operands().size());
      }
      case Expr.Apply apply -> {
        if (apply.operation() == Operation.SELECT) {
          select(apply);
        } else {
          apply.operands().forEach(this::pushScalar);
          scalar.apply(apply.operation(), apply.operands().getFirst().type(), apply.type());
        }
      }
      case Expr.Literal _, Expr.Reduce _ -> throw new IllegalStateException("not computed here");
    }
  }

  private void select(Expr.Apply apply) {
    Label no = code.newLabel();
    Label end = code.newLabel();
    pushScalar(apply.operands().get(0));
    code.ifeq(no);
    pushScalar(apply.operands().get(1));
    code.goto_(end).labelBinding(no);
    pushScalar(apply.operands().get(2));
    code.labelBinding(end);
  }

  private void vector(Expr expr) {
    switch (expr) {
      case Expr.Load load -> load(load);
      case Expr.Apply apply -> apply(apply);
      case Expr.FromIndex from ->
          vector.places(() -> method.indices.push(from.index()), (int) step(from.index()));
      case Expr.Call _, Expr.Literal _, Expr.Reduce _ ->
          throw new IllegalStateException("has no vector form");
    }
  }

  private void apply(Expr.Apply apply) {
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

  private long step(Affine index) {
    return index.coefficient(method.active());
  }

  private void load(Expr.Load load) {
    Storage storage = load.buffer().storage();
    long step = step(load.index());
    Runnable address = () -> method.indices.address(load.buffer(), load.index());
    if (step == 1) {
      vector.load(storage, address);
    } else {
      strided.gather(storage, address, step);
      vector.load(storage, () -> code.lload(method.scratch));
    }
  }

  /** Stores a value, or a vector of them. */
  void write(Store store) {
    Storage storage = store.buffer().storage();
    Runnable address = () -> method.indices.address(store.buffer(), store.index());
    if (!method.inVectorLoop() || !store.index().loops().contains(method.active())) {
      scalar.store(
          storage,
          address,
          () -> {
            pushScalar(store.value());
            if (storage == Storage.S64 && store.value().type() == LaneType.I32) {
              code.i2l();
            }
          });
    } else if (step(store.index()) == 1) {
      vector.store(storage, address, () -> pushVector(store.value()));
    } else {
      vector.store(storage, () -> code.lload(method.scratch), () -> pushVector(store.value()));
      strided.scatter(storage, address, step(store.index()));
    }
  }
}
