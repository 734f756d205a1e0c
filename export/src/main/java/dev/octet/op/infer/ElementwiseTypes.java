package dev.octet.op.infer;

import com.google.common.collect.ImmutableList;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;

/**
 * Rules that element-wise operators share. The result of an in-place operator has the type of the
 * tensor that it writes.
 */
final class ElementwiseTypes {
  private ElementwiseTypes() {}

  /** The promoted type of the arguments and their common sizes. */
  static TypeRule promoting(String... parameters) {
    return in -> result(in, Promotion.common(in, parameters), parameters);
  }

  /** As {@link #promoting}, but integers and bool become float32. */
  static TypeRule floating(String... parameters) {
    return in -> result(in, Promotion.floating(in, parameters), parameters);
  }

  /** Bool, with the common sizes of the arguments. */
  static TypeRule testing(String... parameters) {
    return in -> {
      // Promotion refuses arguments that are neither tensors nor numbers.
      Promotion.common(in, parameters);
      return result(in, DType.BOOL, parameters);
    };
  }

  /** As {@link #promoting}; floating-point arguments are refused. */
  static TypeRule integral(String... parameters) {
    return in -> {
      DType type = Promotion.common(in, parameters);
      if (type.isFloatingPoint()) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s is defined for integers and bool, the arguments promote to %s",
                in.op().name(),
                type.torchName()));
      }
      return result(in, type, parameters);
    };
  }

  /** As {@link #promoting}; bool is refused, with what to use in its place. */
  static TypeRule numeric(String advice, String... parameters) {
    return in -> {
      DType type = Promotion.common(in, parameters);
      if (type.isBool()) {
        throw new InputException(
            String.format(Locale.ROOT, "%s is not defined for bool; %s", in.op().name(), advice));
      }
      return result(in, type, parameters);
    };
  }

  /** The type of one tensor argument. */
  static TypeRule same(String parameter) {
    return in -> List.of(plain(in.tensor(parameter)));
  }

  /** A type without declared strides. */
  static TensorType plain(TensorType type) {
    return new TensorType(type.dtype(), type.sizes());
  }

  /**
   * A tensor of the given type with the common sizes of the arguments; for an in-place operator the
   * type of {@code self}.
   */
  static List<ValueType> result(TypeArguments in, DType type, String... parameters) {
    ImmutableList<SymInt> sizes = Broadcasting.sizes(in, parameters);
    if (!in.op().schema().isInPlace()) {
      return List.of(new TensorType(type, sizes));
    }
    TensorType self = in.tensor("self");
    boolean stretches = sizes.size() != self.rank();
    for (int i = 0; i < self.rank() && !stretches; i++) {
      stretches = self.size(i).equals(SymInt.ONE) && !sizes.get(i).equals(SymInt.ONE);
    }
    if (stretches) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s writes into a tensor of sizes %s, the result has sizes %s",
              in.op().name(),
              self.sizes(),
              sizes));
    }
    boolean fits =
        self.dtype().isFloatingPoint()
            || (self.dtype().isBool() ? type.isBool() : !type.isFloatingPoint());
    // A test may be stored in any type.
    if (!fits && !type.isBool()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s writes into a tensor of %s, the result is %s and cannot be stored in it",
              in.op().name(),
              self.dtype().torchName(),
              type.torchName()));
    }
    return List.of(plain(self));
  }
}
