package dev.octet.op.infer;

import dev.octet.op.infer.TypeArguments.Promotable;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch's type promotion. Operands fall into three groups: tensors with dimensions, tensors
 * without, and plain numbers. A later group changes the result only if it is of a higher kind
 * (bool, integer, floating point) than all groups before it; within a group the smallest type that
 * holds both operands wins.
 */
public final class Promotion {
  /** What a floating-point number or an integer operand of a floating-point function becomes. */
  public static final DType DEFAULT_FLOAT = DType.FLOAT32;

  private Promotion() {}

  /** The common type of the named arguments; None arguments do not count. */
  public static DType common(TypeArguments in, String... parameters) {
    List<Promotable> operands = new ArrayList<>();
    for (String parameter : parameters) {
      if (!in.isNone(parameter)) {
        operands.add(in.promotable(parameter));
      }
    }
    return common(operands);
  }

  /**
   * The common type of the named arguments for functions that have no integer form: integers and
   * bool become float32.
   */
  public static DType floating(TypeArguments in, String... parameters) {
    return floating(common(in, parameters));
  }

  /** The type itself if it is floating-point, else float32. */
  public static DType floating(DType type) {
    return type.isFloatingPoint() ? type : DEFAULT_FLOAT;
  }

  /** The common type of operands, at least one. */
  public static DType common(List<Promotable> operands) {
    Map<Promotable.Rank, DType> groups = new EnumMap<>(Promotable.Rank.class);
    for (Promotable operand : operands) {
      boolean number = operand.rank() == Promotable.Rank.NUMBER;
      DType type = number && operand.dtype().isFloatingPoint() ? DEFAULT_FLOAT : operand.dtype();
      groups.merge(operand.rank(), type, Promotion::common);
    }
    DType low =
        higherKind(
            groups.get(Promotable.Rank.ZERO_DIMENSIONAL), groups.get(Promotable.Rank.NUMBER));
    DType result = higherKind(groups.get(Promotable.Rank.DIMENSIONED), low);
    if (result == null) {
      throw new IllegalArgumentException("type promotion needs at least one operand");
    }
    return result;
  }

  /** The first type, unless the second is of a higher kind. */
  private static @Nullable DType higherKind(@Nullable DType first, @Nullable DType second) {
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    return kind(second) > kind(first) ? common(first, second) : first;
  }

  private static int kind(DType type) {
    return type.isBool() ? 0 : type.isInteger() ? 1 : 2;
  }

  /** The common type of two operands of the same group: {@code torch.promote_types}. */
  public static DType common(DType a, DType b) {
    if (a == b || kind(a) != kind(b)) {
      return kind(a) >= kind(b) ? a : b;
    }
    if (a.isFloatingPoint()) {
      // Neither of the 16-bit types holds the other.
      return a.bytes() == b.bytes() ? DType.FLOAT32 : wider(a, b);
    }
    if (a == DType.UINT8 || b == DType.UINT8) {
      return a == DType.INT8 || b == DType.INT8 ? DType.INT16 : wider(a, b);
    }
    return wider(a, b);
  }

  private static DType wider(DType a, DType b) {
    return a.bytes() >= b.bytes() ? a : b;
  }
}
