package dev.octet.op.infer;

import com.google.common.collect.ImmutableList;
import dev.octet.op.Argument;
import dev.octet.op.Arguments;
import dev.octet.op.Op;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The arguments of one call during type inference. */
public final class TypeArguments extends Arguments<ValueType> {
  /**
   * What promotion needs to know of an operand: its type, and whether it is a tensor with
   * dimensions, one without, or a number.
   */
  public record Promotable(DType dtype, Rank rank) {
    /** In falling order of priority. */
    public enum Rank {
      DIMENSIONED,
      ZERO_DIMENSIONAL,
      NUMBER
    }
  }

  public TypeArguments(Op op, List<ValueType> operands) {
    super(op, operands);
  }

  public TensorType tensor(String parameter) {
    return asTensor(parameter, raw(parameter));
  }

  /** A tensor, or empty for None. */
  public Optional<TensorType> optionalTensor(String parameter) {
    return isNone(parameter) ? Optional.empty() : Optional.of(tensor(parameter));
  }

  /** True if the argument is a tensor rather than a number or None. */
  public boolean isTensor(String parameter) {
    return raw(parameter) instanceof Argument.Operand operand
        && operand(operand) instanceof TensorType;
  }

  public ImmutableList<TensorType> tensors(String parameter) {
    return elements(parameter).stream()
        .map(e -> asTensor(parameter, e))
        .collect(ImmutableList.toImmutableList());
  }

  /** A list in which elements may be missing. */
  public ImmutableList<Optional<TensorType>> optionalTensors(String parameter) {
    return elements(parameter).stream()
        .map(e ->
            e instanceof Argument.None
                ? Optional.<TensorType>empty()
                : Optional.of(asTensor(parameter, e)))
        .collect(ImmutableList.toImmutableList());
  }

  /** An integer that may be symbolic. */
  public SymInt symInt(String parameter) {
    return asSymInt(parameter, raw(parameter));
  }

  public Optional<SymInt> optionalSymInt(String parameter) {
    return isNone(parameter) ? Optional.empty() : Optional.of(symInt(parameter));
  }

  /** A list of integers that may be symbolic; empty for None. */
  public ImmutableList<SymInt> symInts(String parameter) {
    return elements(parameter).stream()
        .map(e -> asSymInt(parameter, e))
        .collect(ImmutableList.toImmutableList());
  }

  /** An integer that must be known. */
  public long integer(String parameter) {
    return symInt(parameter).constant();
  }

  /** A list of known integers; empty for None. */
  public ImmutableList<Long> longs(String parameter) {
    return symInts(parameter).stream()
        .map(SymInt::constant)
        .collect(ImmutableList.toImmutableList());
  }

  /** A number literal; empty for None and for what is computed in the graph. */
  public OptionalDouble number(String parameter) {
    return switch (raw(parameter)) {
      case Argument.Int(long value) -> OptionalDouble.of((double) value);
      case Argument.Float(double value) -> OptionalDouble.of(value);
      case Argument.Bool(boolean value) -> OptionalDouble.of(value ? 1 : 0);
      default -> OptionalDouble.empty();
    };
  }

  /** A list of floating-point literals; empty for None. */
  public ImmutableList<Double> doubles(String parameter) {
    ImmutableList.Builder<Double> values = ImmutableList.builder();
    for (Argument element : elements(parameter)) {
      switch (element) {
        case Argument.Int(long value) -> values.add((double) value);
        case Argument.Float(double value) -> values.add(value);
        case Argument other -> throw unexpected(parameter, other, "a list of numbers");
      }
    }
    return values.build();
  }

  /** How a tensor or number takes part in type promotion. */
  public Promotable promotable(String parameter) {
    return promotable(parameter, raw(parameter));
  }

  private Promotable promotable(String parameter, Argument argument) {
    return switch (argument) {
      case Argument.Int _ -> new Promotable(DType.INT64, Promotable.Rank.NUMBER);
      case Argument.Float _ -> new Promotable(DType.FLOAT64, Promotable.Rank.NUMBER);
      case Argument.Bool _ -> new Promotable(DType.BOOL, Promotable.Rank.NUMBER);
      case Argument.Operand reference ->
          switch (operand(reference)) {
            case TensorType type ->
                new Promotable(
                    type.dtype(),
                    type.rank() > 0
                        ? Promotable.Rank.DIMENSIONED
                        : Promotable.Rank.ZERO_DIMENSIONAL);
            case SymbolType.Int _ -> new Promotable(DType.INT64, Promotable.Rank.NUMBER);
            case SymbolType.Float _ -> new Promotable(DType.FLOAT64, Promotable.Rank.NUMBER);
            case SymbolType.Bool _ -> new Promotable(DType.BOOL, Promotable.Rank.NUMBER);
            case ValueType other -> throw unexpected(parameter, other, "a tensor or number");
          };
      case Argument other -> throw unexpected(parameter, other, "a tensor or number");
    };
  }

  private TensorType asTensor(String parameter, Argument argument) {
    if (argument instanceof Argument.Operand reference
        && operand(reference) instanceof TensorType type) {
      return type;
    }
    Object found = argument instanceof Argument.Operand reference ? operand(reference) : argument;
    throw unexpected(parameter, found, "a tensor");
  }

  private SymInt asSymInt(String parameter, Argument argument) {
    return switch (argument) {
      case Argument.Int(long value) -> SymInt.of(value);
      case Argument.Bool(boolean value) -> SymInt.of(value ? 1 : 0);
      case Argument.Operand reference
          when operand(reference) instanceof SymbolType.Int(SymInt value) ->
          value;
      case Argument.Operand reference ->
          throw unexpected(parameter, operand(reference), "an integer");
      case Argument other -> throw unexpected(parameter, other, "an integer");
    };
  }

  /** A dimension index in {@code 0 ≤ d < rank}; negative counts from the end. */
  public int dimension(String parameter, int rank) {
    return dimension(parameter, integer(parameter), rank);
  }

  /** Checks and normalises one dimension index that came from a parameter. */
  public int dimension(String parameter, long index, int rank) {
    int bound = Math.max(rank, 1);
    if (index < -bound || index >= bound) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: argument '%s' is dimension %d, expected -%d to %d",
              op().name(),
              parameter,
              index,
              bound,
              bound - 1));
    }
    return (int) (index < 0 ? index + bound : index);
  }
}
