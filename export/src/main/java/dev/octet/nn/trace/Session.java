package dev.octet.nn.trace;

import dev.octet.op.Op;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;

/** Carries out the operators of one run of a module. Not thread-safe; each run has its own. */
public sealed interface Session permits EagerSession, Recorder {
  /** The session of this thread; where there is none, operators are computed at once. */
  static Session current() {
    return CurrentSession.get();
  }

  /** Runs a body in this session. */
  default <T> T run(Supplier<T> body) {
    return CurrentSession.run(this, body);
  }

  /**
   * Calls an operator.
   *
   * @param name what the results are named after; PyTorch's in-place functions end in an underscore
   * @param operands handles, in the order of the operator's operands
   * @return the handles of the results
   */
  List<Object> call(String name, Op op, List<Object> operands);

  /** The handle of a parameter or buffer; {@code key} is the object that was announced for it. */
  Object state(Object key, Tensor tensor);

  ValueType typeOf(Object handle);

  /** The size of a dimension: a {@code Long}, or a number of the graph. */
  Object size(Object handle, int dimension);

  /**
   * Indexing goes past this dimension with a colon. True if that leaves a slice in the graph, as in
   * PyTorch where a size is open and has no greatest value.
   */
  boolean keepsWholeRange(Object handle, int dimension);

  /**
   * Arithmetic on sizes, by the name of Python's operator function: {@code mul}, {@code floordiv},
   * … At least one is no constant.
   */
  Object arithmetic(String operator, Object left, Object right);

  /** The expression that a handle of a size stands for. */
  SymInt expression(Object handle);

  /** Runs the forward function of a module. */
  <T> T inModule(Object module, Supplier<T> body);

  /** Runs what a function of PyTorch does; calls inside it count as part of it. */
  <T> T inFunction(Callee callee, Supplier<T> body);
}
