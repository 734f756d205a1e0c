package dev.octet.op.infer;

import com.google.common.collect.ImmutableList;
import dev.octet.op.TensorType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The sizes of an element-wise result: sizes are aligned at the end and 1 stretches. A symbolic
 * size against 1 stays; against a constant other than 1 the result is the constant (at run time the
 * symbol is that or 1); of two different expressions the first is kept, as the graph was valid when
 * it was captured.
 */
public final class Broadcasting {
  private Broadcasting() {}

  /**
   * The common sizes of the named tensor arguments; arguments that are numbers or None do not
   * count.
   */
  public static ImmutableList<SymInt> sizes(TypeArguments in, String... parameters) {
    ImmutableList<SymInt> result = ImmutableList.of();
    for (String parameter : parameters) {
      if (in.isTensor(parameter)) {
        result = sizes(result, in.tensor(parameter).sizes());
      }
    }
    return result;
  }

  /** The common sizes of tensors. */
  public static ImmutableList<SymInt> sizes(List<TensorType> tensors) {
    ImmutableList<SymInt> result = ImmutableList.of();
    for (TensorType tensor : tensors) {
      result = sizes(result, tensor.sizes());
    }
    return result;
  }

  /**
   * The common sizes of two tensors.
   *
   * @throws InputException if constant sizes do not fit
   */
  public static ImmutableList<SymInt> sizes(List<SymInt> a, List<SymInt> b) {
    int rank = Math.max(a.size(), b.size());
    List<SymInt> result = new ArrayList<>(Collections.nCopies(rank, SymInt.ONE));
    for (int i = 1; i <= rank; i++) {
      SymInt x = i <= a.size() ? a.get(a.size() - i) : SymInt.ONE;
      SymInt y = i <= b.size() ? b.get(b.size() - i) : SymInt.ONE;
      if (x.isConstant()
          && y.isConstant()
          && !x.equals(y)
          && !x.equals(SymInt.ONE)
          && !y.equals(SymInt.ONE)) {
        throw new InputException(
            "shapes "
                + a
                + " and "
                + b
                + " do not broadcast: "
                + x
                + " against "
                + y
                + " at dimension -"
                + i);
      }
      result.set(rank - i, either(x, y));
    }
    return ImmutableList.copyOf(result);
  }

  private static SymInt either(SymInt x, SymInt y) {
    if (x.equals(SymInt.ONE) || (y.isConstant() && !x.isConstant() && !y.equals(SymInt.ONE))) {
      return y;
    }
    return x;
  }
}
