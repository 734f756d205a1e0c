package dev.octet.lowering.plan;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.lowering.kernel.Strides;
import dev.octet.tensor.Shape;
import java.util.Optional;

/** Strides under which memory has another shape of as many elements in the same logical order. */
final class ReshapedStrides {
  private ReshapedStrides() {}

  /** Empty if no strides can say it. */
  static Optional<ImmutableLongArray> of(Shape from, ImmutableLongArray strides, Shape to) {
    if (from.equals(to)) {
      return Optional.of(strides);
    }
    if (from.elements() == 0 || from.elements() == 1) {
      return Optional.of(Strides.rowMajor(to));
    }
    long[] result = new long[to.rank()];
    int next = to.rank() - 1;
    // From the innermost dimension outwards: a run of old dimensions that lie without gaps must be
    // covered exactly by new ones.
    int old = from.rank() - 1;
    while (old >= 0) {
      long run = from.size(old);
      long step = strides.get(old);
      int outer = old - 1;
      while (outer >= 0
          && (from.size(outer) == 1 || strides.get(outer) == step * run || run == 1)) {
        if (run == 1) {
          step = strides.get(outer);
        }
        run *= from.size(outer);
        outer--;
      }
      long covered = 1;
      while (next >= 0 && covered < run) {
        result[next] = step * covered;
        covered *= to.size(next);
        next--;
      }
      if (covered != run) {
        return Optional.empty();
      }
      old = outer;
    }
    while (next >= 0) {
      if (to.size(next) != 1) {
        return Optional.empty();
      }
      result[next] = 1;
      next--;
    }
    return Optional.of(ImmutableLongArray.copyOf(result));
  }
}
