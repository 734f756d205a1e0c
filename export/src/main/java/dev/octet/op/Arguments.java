package dev.octet.op;

import com.google.common.collect.ImmutableList;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The arguments of one call by parameter name, with operands looked up in a list of {@code V}:
 * types during inference, tensors and numbers during evaluation. Errors name the operator and the
 * parameter.
 */
public abstract class Arguments<V> {
  private final Op op;
  private final List<V> operands;

  protected Arguments(Op op, List<V> operands) {
    this.op = op;
    this.operands = operands;
  }

  public Op op() {
    return op;
  }

  public List<V> operands() {
    return operands;
  }

  /** The argument as it stands in the operator. */
  public Argument raw(String parameter) {
    int position = op.schema().position(parameter);
    if (position < 0) {
      throw new IllegalArgumentException(
          op.name() + " has no parameter '" + parameter + "': " + op.schema());
    }
    return op.arguments().get(position);
  }

  public boolean has(String parameter) {
    return op.schema().position(parameter) >= 0;
  }

  /** True if the argument is None. */
  public boolean isNone(String parameter) {
    return raw(parameter) instanceof Argument.None;
  }

  public boolean bool(String parameter) {
    return switch (raw(parameter)) {
      case Argument.Bool(boolean value) -> value;
      case Argument.Int(long value) -> value != 0;
      case Argument other -> throw unexpected(parameter, other, "a boolean");
    };
  }

  public String string(String parameter) {
    if (raw(parameter) instanceof Argument.Str(String value)) {
      return value;
    }
    throw unexpected(parameter, raw(parameter), "a string");
  }

  /** An element type; empty for None. */
  public Optional<DType> dtype(String parameter) {
    return switch (raw(parameter)) {
      case Argument.None _ -> Optional.empty();
      case Argument.Type(DType value) -> Optional.of(value);
      case Argument other -> throw unexpected(parameter, other, "an element type");
    };
  }

  /**
   * The elements of a list argument; a single value counts as a list of one, None as an empty list.
   */
  protected ImmutableList<Argument> elements(String parameter) {
    return switch (raw(parameter)) {
      case Argument.ListOf(var list) -> list;
      case Argument.None _ -> ImmutableList.of();
      case Argument single -> ImmutableList.of(single);
    };
  }

  protected V operand(Argument.Operand reference) {
    return operands.get(reference.index());
  }

  protected InputException unexpected(String parameter, Object found, String expected) {
    return new InputException(
        String.format(
            Locale.ROOT,
            "%s: argument '%s' is %s, expected %s",
            op.name(),
            parameter,
            found,
            expected));
  }
}
