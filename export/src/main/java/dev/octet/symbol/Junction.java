package dev.octet.symbol;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Two or more different conditions, none of them constant.
 *
 * @param all whether all must hold ({@code and}) or one is enough ({@code or})
 */
record Junction(boolean all, ImmutableList<SymBool> operands) implements SymBool {
  static SymBool of(boolean all, List<SymBool> operands) {
    Set<SymBool> kept = new LinkedHashSet<>();
    for (SymBool operand : operands) {
      if (operand instanceof BoolConstant constant) {
        if (constant.value() != all) {
          return constant;
        }
      } else if (operand instanceof Junction inner && inner.all == all) {
        kept.addAll(inner.operands);
      } else {
        kept.add(operand);
      }
    }
    if (kept.isEmpty()) {
      return BoolConstant.of(all);
    }
    if (kept.size() == 1) {
      return kept.iterator().next();
    }
    Junction junction = new Junction(all, ImmutableList.copyOf(kept));
    junction.extent().checked();
    return junction;
  }

  @Override
  public Extent extent() {
    return Extent.enclosing(operands);
  }

  @Override
  public String toSympy() {
    return SympyText.call(all ? "And" : "Or", operands);
  }

  @Override
  public String toString() {
    return operands.stream()
        .map(o -> "(" + o + ")")
        .collect(Collectors.joining(all ? " and " : " or "));
  }
}
