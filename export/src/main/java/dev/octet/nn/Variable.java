package dev.octet.nn;

import com.google.common.collect.ImmutableMap;
import dev.octet.nn.trace.Callee;
import dev.octet.nn.trace.Session;
import dev.octet.op.Argument;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * A tensor on its way through a module: computed already when the module runs, a value of the graph
 * when it is traced. Methods have the names and defaults of {@code torch.Tensor}; arithmetic is
 * what Python's operators do. Immutable: what PyTorch does in place gives a new variable here.
 */
public final class Variable {
  private final Object handle;

  private Variable(Object handle) {
    this.handle = handle;
  }

  static Variable ofHandle(Object handle) {
    return new Variable(handle);
  }

  /** A tensor from outside; in a trace it becomes a constant of the program. */
  public static Variable of(Tensor tensor) {
    return new Variable(tensor);
  }

  Object handle() {
    return handle;
  }

  /** True if the elements are known, that is, if this is not part of a trace. */
  public boolean isComputed() {
    return handle instanceof Tensor;
  }

  /**
   * The elements.
   *
   * @throws InputException while tracing, when there are none
   */
  public Tensor tensor() {
    if (handle instanceof Tensor tensor) {
      return tensor;
    }
    throw new InputException(
        handle
            + " has no elements: the module is being traced, and its forward may depend on shapes"
            + " but not on values");
  }

  /** Element type and sizes; sizes are symbolic in a trace with dynamic shapes. */
  public TensorType type() {
    return (TensorType) Session.current().typeOf(handle);
  }

  public DType dtype() {
    return type().dtype();
  }

  public int dim() {
    return type().rank();
  }

  /** The size of a dimension; negative counts from the end. */
  public Size size(int dimension) {
    int rank = dim();
    if (dimension < -rank || dimension >= rank) {
      throw new InputException(
          "dimension " + dimension + " of " + type() + ", expected -" + rank + " to " + (rank - 1));
    }
    return Size.ofHandle(Session.current().size(handle, dimension));
  }

  // Arithmetic.

  public Variable add(Variable other) {
    return Dispatch.one(Callee.operator("add"), "add.Tensor", this, other);
  }

  public Variable add(double other) {
    return Dispatch.one(Callee.operator("add"), "add.Tensor", this, other);
  }

  public Variable add(long other) {
    return Dispatch.one(Callee.operator("add"), "add.Tensor", this, other);
  }

  /** The sum, named as PyTorch's {@code +=} names it. */
  public Variable addInPlace(Variable other) {
    return Dispatch.inPlace(Callee.operator("iadd", "add_"), "add.Tensor", this, other);
  }

  public Variable sub(Variable other) {
    return Dispatch.one(Callee.operator("sub"), "sub.Tensor", this, other);
  }

  public Variable sub(double other) {
    return Dispatch.one(Callee.operator("sub"), "sub.Tensor", this, other);
  }

  public Variable mul(Variable other) {
    return Dispatch.one(Callee.operator("mul"), "mul.Tensor", this, other);
  }

  public Variable mul(double other) {
    return Dispatch.one(Callee.operator("mul"), "mul.Tensor", this, other);
  }

  public Variable div(Variable other) {
    return Dispatch.one(Callee.operator("truediv", "div"), "div.Tensor", this, other);
  }

  public Variable div(double other) {
    return Dispatch.one(Callee.operator("truediv", "div"), "div.Tensor", this, other);
  }

  public Variable neg() {
    return Dispatch.one(Callee.operator("neg"), "neg.default", this);
  }

  public Variable pow(double exponent) {
    return Dispatch.one(
        new Callee("pow", "_operator.pow", "function", "pow"), "pow.Tensor_Scalar", this, exponent);
  }

  public Variable ge(double other) {
    return Dispatch.one(Callee.operator("ge"), "ge.Scalar", this, other);
  }

  public Variable ge(long other) {
    return Dispatch.one(Callee.operator("ge"), "ge.Scalar", this, other);
  }

  public Variable and(Variable other) {
    return Dispatch.one(Callee.operator("and_", "__and__"), "__and__.Tensor", this, other);
  }

  /** The matrix product that PyTorch writes {@code @}. */
  public Variable matmul(Variable other) {
    return Dispatch.one(Callee.operator("matmul"), "matmul.default", this, other);
  }

  // Views.

  public Variable view(long... sizes) {
    return Dispatch.one(Callee.method("view"), "view.default", this, sizes);
  }

  public Variable view(Size... sizes) {
    return Dispatch.one(Callee.method("view"), "view.default", this, List.of(sizes));
  }

  public Variable reshape(long... sizes) {
    return Dispatch.one(Callee.method("reshape"), "reshape.default", this, sizes);
  }

  public Variable reshape(Size... sizes) {
    return Dispatch.one(Callee.method("reshape"), "reshape.default", this, List.of(sizes));
  }

  public Variable permute(long... dimensions) {
    return Dispatch.one(Callee.method("permute"), "permute.default", this, dimensions);
  }

  public Variable transpose(int first, int second) {
    return Dispatch.one(Callee.method("transpose"), "transpose.int", this, first, second);
  }

  /** All dimensions from {@code start} on as one. */
  public Variable flatten(int start) {
    return flatten(start, -1);
  }

  public Variable flatten(int start, int end) {
    return Dispatch.one(Callee.method("flatten"), "flatten.using_ints", this, start, end);
  }

  public Variable unflatten(int dimension, long... sizes) {
    Callee callee = new Callee("unflatten", "unflatten", "function", "unflatten");
    return Dispatch.one(callee, "unflatten.int", this, dimension, sizes);
  }

  public Variable unsqueeze(int dimension) {
    return Dispatch.one(Callee.method("unsqueeze"), "unsqueeze.default", this, dimension);
  }

  public Variable squeeze(int dimension) {
    return Dispatch.one(Callee.method("squeeze"), "squeeze.dim", this, dimension);
  }

  public Variable expand(long... sizes) {
    return Dispatch.one(Callee.method("expand"), "expand.default", this, sizes);
  }

  public Variable expand(Size... sizes) {
    return Dispatch.one(Callee.method("expand"), "expand.default", this, List.of(sizes));
  }

  public Variable repeat(long... counts) {
    return Dispatch.one(Callee.method("repeat"), "repeat.default", this, counts);
  }

  public Variable contiguous() {
    return Dispatch.one(Callee.method("contiguous"), "contiguous.default", this);
  }

  // Parts.

  /** One slice of a dimension, as {@code x.select(dim, index)}. */
  public Variable select(int dimension, long index) {
    return Dispatch.one(Callee.method("select"), "select.int", this, dimension, index);
  }

  /** One slice of a dimension, as indexing: {@code x[:, index]} for dimension 1. */
  public Variable at(int dimension, long index) {
    return Indexing.at(this, dimension, index);
  }

  /**
   * The part {@code from ≤ i < to} of a dimension, as slicing: {@code x[:, from:to]} for dimension
   * 1.
   */
  public Variable slice(int dimension, long from, long to) {
    return Indexing.slice(this, dimension, from, to);
  }

  /** As {@link #slice(int, long, long)}, with ends computed from sizes. */
  public Variable slice(int dimension, Size from, Size to) {
    return Indexing.slice(this, dimension, from, to);
  }

  /**
   * Elements picked by integer tensors, one for each leading dimension, which broadcast: {@code
   * x[i, j]}.
   */
  public Variable index(Variable... indices) {
    return Dispatch.one(Callee.indexing(), "index.Tensor", this, List.of(indices));
  }

  /**
   * New dimensions of size 1 at several places, ascending, each counted after those before it:
   * {@code x[:, None, None]} for 1 and 2.
   */
  public Variable unsqueezeEach(int... dimensions) {
    return Indexing.unsqueezeEach(this, dimensions);
  }

  public List<Variable> chunk(int chunks, int dimension) {
    return Dispatch.many(Callee.method("chunk"), "chunk.default", this, chunks, dimension);
  }

  public List<Variable> split(long size, int dimension) {
    Callee callee = new Callee("split", "split", "function", "split");
    return Dispatch.many(callee, "split.Tensor", this, size, dimension);
  }

  public List<Variable> unbind(int dimension) {
    return Dispatch.many(Callee.method("unbind"), "unbind.int", this, dimension);
  }

  // Reductions.

  public Variable mean(long... dimensions) {
    return mean(dimensions, false);
  }

  public Variable mean(long[] dimensions, boolean keepDimensions) {
    return dimensions.length == 0
        ? Dispatch.one(Callee.method("mean"), "mean.default", this)
        : Dispatch.one(Callee.method("mean"), "mean.dim", this, dimensions, keepDimensions);
  }

  public Variable sum(long... dimensions) {
    return sum(dimensions, false);
  }

  public Variable sum(long[] dimensions, boolean keepDimensions) {
    return dimensions.length == 0
        ? Dispatch.one(Callee.method("sum"), "sum.default", this)
        : Dispatch.one(Callee.method("sum"), "sum.dim_IntList", this, dimensions, keepDimensions);
  }

  // Functions of each element.

  public Variable relu() {
    return Dispatch.one(Callee.method("relu"), "relu.default", this);
  }

  public Variable sigmoid() {
    return Dispatch.one(Callee.method("sigmoid"), "sigmoid.default", this);
  }

  public Variable tanh() {
    return Dispatch.one(Callee.method("tanh"), "tanh.default", this);
  }

  public Variable exp() {
    return Dispatch.one(Callee.method("exp"), "exp.default", this);
  }

  public Variable sqrt() {
    return Dispatch.one(Callee.method("sqrt"), "sqrt.default", this);
  }

  public Variable abs() {
    return Dispatch.one(Callee.method("abs"), "abs.default", this);
  }

  public Variable clamp(double min, double max) {
    return Dispatch.one(Callee.method("clamp"), "clamp.default", this, min, max);
  }

  public Variable softmax(int dimension) {
    return Dispatch.one(Callee.method("softmax"), "softmax.int", this, dimension);
  }

  public Variable maskedFill(Variable mask, double value) {
    return Dispatch.one(Callee.method("masked_fill"), "masked_fill.Scalar", this, mask, value);
  }

  // Conversions and relatives.

  public Variable to(DType dtype) {
    return Dispatch.one(Callee.method("to"), "to.dtype", this, dtype);
  }

  /**
   * As {@link #to}, where PyTorch code names the device as well, as in {@code x.to(device="cpu",
   * dtype=...)}.
   */
  public Variable toCpu(DType dtype) {
    return Dispatch.one(
        Callee.method("to"),
        "to.device",
        this,
        new Argument.Device("cpu", OptionalInt.empty()),
        dtype);
  }

  /**
   * As {@link #to}, where PyTorch code converts to what another tensor is, {@code x.to(other)}:
   * layout and device are named too.
   */
  public Variable toLike(DType dtype) {
    return Dispatch.one(
        Callee.method("to"),
        "to.dtype_layout",
        Arrays.asList(this),
        ImmutableMap.of(
            "dtype",
            dtype,
            "layout",
            new Argument.LayoutOf(dev.octet.op.Layout.STRIDED),
            "device",
            new Argument.Device("cpu", OptionalInt.empty())));
  }

  /** A tensor of ones with another shape. */
  public Variable newOnes(DType dtype, long... sizes) {
    return Dispatch.one(
        Callee.method("new_ones"),
        "new_ones.default",
        Arrays.asList(this, sizes),
        ImmutableMap.of("dtype", dtype, "pin_memory", false));
  }

  @Override
  public String toString() {
    return handle.toString();
  }
}
