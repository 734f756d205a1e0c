package dev.octet.op.infer;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.octet.op.TensorType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A sum of products in the notation of {@code einsum}: a label for each dimension of each factor
 * and of the result. A label that the result lacks is summed over.
 *
 * @param factors the labels of each factor; a label may occur twice in one factor, which takes the
 *     diagonal
 * @param result the labels of the result, each once
 */
public record Equation(ImmutableList<ImmutableIntArray> factors, ImmutableIntArray result) {
  /** Labels from here on stand for the dimensions of an ellipsis, counted from the last one. */
  private static final int ELLIPSIS = 1 << 16;

  private static final String DOTS = "...";

  /**
   * Reads an equation for factors of these ranks: letters, {@code ...} for the dimensions that have
   * no letter, blanks anywhere. Without {@code ->} the result has the ellipsis and then every
   * letter that occurs once, in alphabetical order.
   *
   * @throws InputException naming what is wrong in the equation
   */
  public static Equation parse(String text, List<Integer> ranks) {
    String packed = text.replace(" ", "");
    int arrow = packed.indexOf("->");
    String left = arrow < 0 ? packed : packed.substring(0, arrow);
    List<String> terms = List.of(left.split(",", -1));
    if (terms.size() != ranks.size()) {
      throw wrong(
          text,
          String.format(
              Locale.ROOT, "it names %d operands, %d are given", terms.size(), ranks.size()));
    }
    ImmutableList.Builder<ImmutableIntArray> factors = ImmutableList.builder();
    int ellipsis = 0;
    for (int i = 0; i < terms.size(); i++) {
      int hidden = ranks.get(i) - terms.get(i).replace(DOTS, "").length();
      boolean dotted = terms.get(i).contains(DOTS);
      if (hidden < 0 || (hidden > 0 && !dotted)) {
        throw wrong(
            text, String.format(Locale.ROOT, "operand %d has %d dimensions", i, ranks.get(i)));
      }
      ellipsis = Math.max(ellipsis, hidden);
      factors.add(labels(text, terms.get(i), hidden));
    }
    ImmutableList<ImmutableIntArray> inputs = factors.build();
    ImmutableIntArray result =
        arrow < 0 ? implied(inputs, ellipsis) : labels(text, packed.substring(arrow + 2), ellipsis);
    Set<Integer> known = new HashSet<>();
    inputs.forEach(labels -> known.addAll(labels.asList()));
    if (!known.containsAll(result.asList())
        || new HashSet<>(result.asList()).size() != result.length()) {
      throw wrong(
          text,
          "each label of the result must occur among the operands and only once in the result");
    }
    return new Equation(inputs, result);
  }

  /** The product that {@code matmul} means for operands of these ranks. */
  public static Equation matmul(int left, int right) {
    String text =
        switch (left == 1 ? (right == 1 ? 0 : 1) : (right == 1 ? 2 : 3)) {
          case 0 -> "j,j->";
          case 1 -> "j,...jk->...k";
          case 2 -> "...ij,j->...i";
          default -> "...ij,...jk->...ik";
        };
    return parse(text, List.of(left, right));
  }

  /**
   * The product of two tensors that sums over pairs of dimensions; the other dimensions stay, those
   * of the left tensor first.
   */
  public static Equation contraction(
      int left, int right, List<Integer> leftDimensions, List<Integer> rightDimensions) {
    ImmutableIntArray.Builder a = ImmutableIntArray.builder();
    ImmutableIntArray.Builder b = ImmutableIntArray.builder();
    ImmutableIntArray.Builder result = ImmutableIntArray.builder();
    for (int d = 0; d < left; d++) {
      a.add(d);
      if (!leftDimensions.contains(d)) {
        result.add(d);
      }
    }
    for (int d = 0; d < right; d++) {
      int pair = rightDimensions.indexOf(d);
      b.add(pair < 0 ? left + d : leftDimensions.get(pair));
      if (pair < 0) {
        result.add(left + d);
      }
    }
    return new Equation(ImmutableList.of(a.build(), b.build()), result.build());
  }

  private static ImmutableIntArray labels(String text, String term, int hidden) {
    ImmutableIntArray.Builder labels = ImmutableIntArray.builder();
    int dots = term.indexOf(DOTS);
    for (int i = 0; i < term.length(); i++) {
      char c = term.charAt(i);
      if (i == dots) {
        for (int d = hidden - 1; d >= 0; d--) {
          labels.add(ELLIPSIS + d);
        }
        i += DOTS.length() - 1;
      } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        labels.add(c);
      } else {
        throw wrong(text, "unexpected '" + c + "'");
      }
    }
    return labels.build();
  }

  private static ImmutableIntArray implied(List<ImmutableIntArray> factors, int ellipsis) {
    Map<Integer, Integer> counts = new TreeMap<>();
    factors.forEach(
        labels -> labels.asList().forEach(label -> counts.merge(label, 1, Integer::sum)));
    ImmutableIntArray.Builder result = ImmutableIntArray.builder();
    for (int d = ellipsis - 1; d >= 0; d--) {
      result.add(ELLIPSIS + d);
    }
    counts.forEach((label, count) -> {
      if (count == 1 && label < ELLIPSIS) {
        result.add(label);
      }
    });
    return result.build();
  }

  private static InputException wrong(String text, String why) {
    return new InputException("the equation '" + text + "' does not fit: " + why);
  }

  /**
   * The sizes of the result.
   *
   * @param stretch whether a size of 1 fits any size for every label, or only for those of an
   *     ellipsis
   * @throws InputException if the factors do not fit
   */
  List<SymInt> resultSizes(List<TensorType> types, boolean stretch) {
    Map<Integer, SymInt> sizes = new HashMap<>();
    for (int f = 0; f < factors.size(); f++) {
      for (int d = 0; d < factors.get(f).length(); d++) {
        int label = factors.get(f).get(d);
        SymInt size = types.get(f).size(d);
        SymInt other = sizes.getOrDefault(label, size);
        boolean mayStretch = stretch || label >= ELLIPSIS;
        boolean one = size.equals(SymInt.ONE) || other.equals(SymInt.ONE);
        if (size.isConstant()
            && other.isConstant()
            && !size.equals(other)
            && !(mayStretch && one)) {
          throw new InputException(
              String.format(
                  Locale.ROOT,
                  "the sizes do not fit: %s has %s in dimension %d, expected %s",
                  types.get(f),
                  size,
                  d,
                  other));
        }
        sizes.put(
            label,
            other.equals(SymInt.ONE) || (size.isConstant() && !size.equals(SymInt.ONE))
                ? size
                : other);
      }
    }
    List<SymInt> result = new ArrayList<>();
    result().asList().forEach(label -> result.add(sizes.getOrDefault(label, SymInt.ONE)));
    return result;
  }
}
