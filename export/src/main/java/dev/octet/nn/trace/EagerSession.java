package dev.octet.nn.trace;

import dev.octet.graph.evaluate.kernel.Kernel;
import dev.octet.graph.evaluate.kernel.KernelArguments;
import dev.octet.graph.evaluate.kernel.KernelTable;
import dev.octet.op.Op;
import dev.octet.op.OpCatalog;
import dev.octet.op.TensorType;
import dev.octet.op.UnknownOperatorException;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import dev.octet.tensor.InternalException;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Computes each operator when it is called, with the kernels of the reference evaluator. The
 * garbage collector frees the results.
 */
public final class EagerSession implements Session {
  private final IdentityHashMap<Object, ModuleName> modules;
  private final Deque<String> running = new ArrayDeque<>();

  /** With the names of the modules that may be called, for messages. */
  public EagerSession(IdentityHashMap<Object, ModuleName> modules) {
    this.modules = modules;
  }

  @Override
  public List<Object> call(String name, Op op, List<Object> operands) {
    Kernel kernel =
        KernelTable.standard()
            .find(op.name())
            .orElseThrow(() ->
                new UnknownOperatorException(
                    op.name(), OpCatalog.standard().nearest(op.name(), 3), where()));
    List<Object> contiguous = new ArrayList<>();
    for (Object operand : operands) {
      if (operand instanceof Tensor tensor) {
        contiguous.add(tensor.contiguous(Arena.ofAuto()));
      } else if (operand instanceof Long) {
        contiguous.add(operand);
      } else {
        throw new InputException(
            op.name()
                + ": "
                + operand
                + " belongs to a trace, it cannot be computed with outside of it");
      }
    }
    Object computed;
    try {
      computed = kernel.compute(new KernelArguments(op, contiguous, Arena.ofAuto()));
    } catch (InputException e) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s (%s) failed: %s; operands %s",
              op.name(),
              where(),
              e.getMessage(),
              operands),
          e);
    }
    return computed instanceof List<?> list ? List.copyOf(list) : List.of(computed);
  }

  private String where() {
    String path = running.isEmpty() ? "" : running.getLast();
    return path.isEmpty() ? "outermost module" : path;
  }

  @Override
  public Object state(Object key, Tensor tensor) {
    return tensor;
  }

  @Override
  public ValueType typeOf(Object handle) {
    return TensorType.of(tensor(handle).dtype(), tensor(handle).shape());
  }

  @Override
  public Object size(Object handle, int dimension) {
    return tensor(handle).shape().size(dimension);
  }

  private static Tensor tensor(Object handle) {
    if (handle instanceof Tensor tensor) {
      return tensor;
    }
    throw new InputException(handle + " belongs to a trace, it cannot be read outside of it");
  }

  @Override
  public boolean keepsWholeRange(Object handle, int dimension) {
    return false;
  }

  @Override
  public Object arithmetic(String operator, Object left, Object right) {
    throw new InternalException(
        "sizes are plain numbers when a module runs: " + left + " " + operator + " " + right);
  }

  @Override
  public SymInt expression(Object handle) {
    throw new InternalException("sizes are plain numbers when a module runs: " + handle);
  }

  @Override
  public <T> T inModule(Object module, Supplier<T> body) {
    ModuleName name = modules.get(module);
    running.addLast(name == null ? where() : name.path());
    try {
      return body.get();
    } finally {
      running.removeLast();
    }
  }

  @Override
  public <T> T inFunction(Callee callee, Supplier<T> body) {
    return body.get();
  }
}
