package dev.octet.graph.evaluate.kernel;

import com.google.common.collect.ImmutableList;
import dev.octet.op.Argument;
import dev.octet.op.Arguments;
import dev.octet.op.Op;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.op.infer.TypeArguments;
import dev.octet.op.infer.TypeInference;
import dev.octet.symbol.SymBool;
import dev.octet.symbol.SymFloat;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call during evaluation. Operands are contiguous tensors, or numbers for
 * symbolic values. The types of the results are inferred from the concrete operands, so a kernel
 * asks {@link #resultType} instead of working out shapes again.
 */
public final class KernelArguments extends Arguments<Object> {
  private final Arena arena;
  private final Arena scratch;
  private @Nullable List<ValueType> resultTypes;

  /** The arguments of one call whose memory, results and the rest, is owned by one arena. */
  public KernelArguments(Op op, List<Object> operands, Arena arena) {
    this(op, operands, arena, arena);
  }

  /**
   * The arguments of one call.
   *
   * @param arena owns the results
   * @param scratch owns what the kernel needs on the way; it may close when the kernel returns
   */
  public KernelArguments(Op op, List<Object> operands, Arena arena, Arena scratch) {
    super(op, operands);
    this.arena = arena;
    this.scratch = scratch;
  }

  /**
   * The types of the operands as type rules see them, for kernels that need the type of
   * computation.
   */
  TypeArguments types() {
    return new TypeArguments(op(), operandTypes());
  }

  /** The inferred type of a tensor result. */
  public TensorType resultType(int index) {
    ValueType type = resultTypes().get(index);
    if (type instanceof TensorType tensor) {
      return tensor;
    }
    throw new IllegalStateException(
        op().name() + ": result " + index + " is " + type + ", not a tensor");
  }

  /** How many results inference gives; the elements of a list result count one by one. */
  public int resultCount() {
    return resultTypes().size();
  }

  private List<ValueType> resultTypes() {
    List<ValueType> types = resultTypes;
    if (types == null) {
      types = TypeInference.standard().infer(op(), operandTypes());
      resultTypes = types;
    }
    return types;
  }

  private List<ValueType> operandTypes() {
    return operands().stream().map(KernelArguments::typeOf).toList();
  }

  static ValueType typeOf(Object operand) {
    return switch (operand) {
      case Tensor tensor -> TensorType.of(tensor.dtype(), tensor.shape());
      case Long number -> new SymbolType.Int(SymInt.of(number));
      case Double number -> new SymbolType.Float(SymFloat.of(number));
      case Boolean flag -> new SymbolType.Bool(SymBool.of(flag));
      default -> throw new IllegalStateException("not a run-time value: " + operand);
    };
  }

  /** Owns memory that no result needs. */
  Arena scratch() {
    return scratch;
  }

  /** Zeroed memory for a result, owned by the evaluation. */
  public Tensor allocate(DType dtype, Shape shape) {
    return Tensor.allocate(arena, dtype, shape);
  }

  /** Zeroed memory of the inferred type and shape. */
  public Tensor allocateResult(int index) {
    TensorType type = resultType(index);
    return allocate(type.dtype(), type.shape());
  }

  public Tensor tensor(String parameter) {
    return asTensor(parameter, raw(parameter));
  }

  public Optional<Tensor> optionalTensor(String parameter) {
    return isNone(parameter) ? Optional.empty() : Optional.of(tensor(parameter));
  }

  /** True if the argument is a tensor rather than a number or None. */
  public boolean isTensor(String parameter) {
    return raw(parameter) instanceof Argument.Operand operand && operand(operand) instanceof Tensor;
  }

  public ImmutableList<Tensor> tensors(String parameter) {
    return elements(parameter).stream()
        .map(e -> asTensor(parameter, e))
        .collect(ImmutableList.toImmutableList());
  }

  public ImmutableList<Optional<Tensor>> optionalTensors(String parameter) {
    return elements(parameter).stream()
        .map(e ->
            e instanceof Argument.None
                ? Optional.<Tensor>empty()
                : Optional.of(asTensor(parameter, e)))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * A number: {@code Long}, {@code Double} or {@code Boolean}, whether it is a literal, a symbolic
   * value or a tensor of one element passed where a number is declared.
   */
  public Object number(String parameter) {
    return asNumber(parameter, raw(parameter));
  }

  /** A number as a double; a boolean is 0 or 1. */
  public double real(String parameter) {
    return switch (number(parameter)) {
      case Long value -> value;
      case Boolean value -> value ? 1 : 0;
      case Object value -> (Double) value;
    };
  }

  public long integer(String parameter) {
    return asLong(parameter, raw(parameter));
  }

  public Optional<Long> optionalInteger(String parameter) {
    return isNone(parameter) ? Optional.empty() : Optional.of(integer(parameter));
  }

  /** A list of integers; empty for None. */
  public long[] longs(String parameter) {
    return elements(parameter).stream().mapToLong(e -> asLong(parameter, e)).toArray();
  }

  /** A list of floating-point numbers; empty for None. */
  public double[] reals(String parameter) {
    return elements(parameter).stream()
        .mapToDouble(e -> asNumber(parameter, e) instanceof Number n ? n.doubleValue() : Double.NaN)
        .toArray();
  }

  /** A dimension index in {@code 0 ≤ d < rank} of a shape; negative counts from the end. */
  public int dimension(String parameter, Shape shape) {
    return shape.normalize(integer(parameter));
  }

  private Tensor asTensor(String parameter, Argument argument) {
    if (argument instanceof Argument.Operand reference
        && operand(reference) instanceof Tensor tensor) {
      return tensor;
    }
    throw unexpected(parameter, argument, "a tensor");
  }

  private Object asNumber(String parameter, Argument argument) {
    return switch (argument) {
      case Argument.Int(long value) -> value;
      case Argument.Float(double value) -> value;
      case Argument.Bool(boolean value) -> value;
      case Argument.Operand reference
          when operand(reference) instanceof Tensor tensor && tensor.elements() == 1 ->
          tensor.dtype().isFloatingPoint()
              ? (Object) tensor.getDouble(0)
              : (Object) tensor.getLong(0);
      case Argument.Operand reference when !(operand(reference) instanceof Tensor) ->
          operand(reference);
      case Argument other -> throw unexpected(parameter, other, "a number");
    };
  }

  private long asLong(String parameter, Argument argument) {
    return switch (asNumber(parameter, argument)) {
      case Long value -> value;
      case Boolean value -> value ? 1 : 0;
      case Object value -> throw unexpected(parameter, value, "an integer");
    };
  }
}
