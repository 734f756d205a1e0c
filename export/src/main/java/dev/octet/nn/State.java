package dev.octet.nn;

import dev.octet.nn.trace.Session;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A parameter or buffer of a module. It gets its first values when the outermost module runs, is
 * traced or is asked for its state.
 */
public final class State {
  /** What becomes of the tensor when a module is saved and exported. */
  enum Kind {
    PARAMETER,
    BUFFER,
    /** A buffer that a saved state leaves out. */
    TEMPORARY
  }

  private final Kind kind;
  private final DType dtype;
  private final Shape shape;
  private final Initializer initializer;
  private @Nullable Tensor tensor;

  State(Kind kind, DType dtype, Shape shape, Initializer initializer) {
    this.kind = kind;
    this.dtype = dtype;
    this.shape = shape;
    this.initializer = initializer;
  }

  Kind kind() {
    return kind;
  }

  public DType dtype() {
    return dtype;
  }

  public Shape shape() {
    return shape;
  }

  /** The tensor as an operand of the module that is running. */
  public Variable get() {
    Tensor value = tensor;
    if (value == null) {
      throw new InputException(
          "a parameter of shape "
              + shape
              + " has no values yet; go through run, trace, stateDict or loadStateDict of the"
              + " outermost module");
    }
    return Variable.ofHandle(Session.current().state(this, value));
  }

  /** The tensor; drawn from the seed and the path if nothing has been loaded. */
  Tensor materialize(long seed, String path) {
    Tensor value = tensor;
    if (value == null) {
      value = Tensor.allocate(dtype, shape);
      initializer.fill(value, RandomNumbers.of(seed, path));
      tensor = value;
    }
    return value;
  }

  void set(Tensor value) {
    tensor = value;
  }
}
