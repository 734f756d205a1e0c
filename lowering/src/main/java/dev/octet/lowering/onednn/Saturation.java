package dev.octet.lowering.onednn;

import dev.octet.lowering.fuse.Affine;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.fuse.PostOperation;
import dev.octet.op.Clamp;
import dev.octet.op.Relu;
import java.util.List;

/** What the limits of the result's integers do already, so that no function needs to. */
final class Saturation {
  private Saturation() {}

  /** What happens to a product, without a last function that changes nothing. */
  static List<PostOperation> needed(Contraction product) {
    List<PostOperation> epilogue = product.epilogue();
    boolean implied =
        !epilogue.isEmpty()
            && product.quantization().stream()
                .anyMatch(result -> implies(epilogue.getLast(), result));
    return implied ? epilogue.subList(0, epilogue.size() - 1) : epilogue;
  }

  /**
   * True if the last function in front of a quantize changes none of its integers: all that it
   * would cut off are cut off as the smallest or the largest integer.
   */
  static boolean implies(PostOperation last, Affine result) {
    if (!(last instanceof PostOperation.Function(var node))) {
      return false;
    }
    return switch (node.op()) {
      case Relu _ -> result.zeroPoint() == result.min();
      case Clamp clamp ->
          clamp.min().stream().allMatch(min -> integer(min, result) <= result.min())
              && clamp.max().stream().allMatch(max -> integer(max, result) >= result.max());
      default -> false;
    };
  }

  /** What the operator makes of a number before it limits it. */
  private static double integer(double number, Affine result) {
    float inverse = 1 / result.scaleAsFloat();
    return Math.rint((float) number * inverse) + result.zeroPoint();
  }
}
