package dev.octet.op;

import com.google.common.collect.ImmutableList;
import java.util.OptionalDouble;

/**
 * {@code aten.hardtanh/clamp/clamp_min/clamp_max/relu6.default}: limits every element to the range
 * from {@link #min} to {@link #max}.
 */
public record Clamp(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp, ElementWise {
  /** The lower bound; empty if there is none. */
  public OptionalDouble min() {
    return bound("min_val", "min", 0);
  }

  /** The upper bound; empty if there is none. */
  public OptionalDouble max() {
    return bound("max_val", "max", 6);
  }

  /** True if the lower bound is above the upper one, which every element then becomes. */
  public boolean isCrossed() {
    return min().orElse(Double.NEGATIVE_INFINITY) > max().orElse(Double.POSITIVE_INFINITY);
  }

  private OptionalDouble bound(String ofHardtanh, String ofClamp, double ofRelu6) {
    if (name().equals(AtenOps.RELU6)) {
      return OptionalDouble.of(ofRelu6);
    }
    String parameter = schema().position(ofHardtanh) >= 0 ? ofHardtanh : ofClamp;
    return argument(parameter) instanceof Argument.None
        ? OptionalDouble.empty()
        : OptionalDouble.of(Literals.number(this, parameter));
  }
}
