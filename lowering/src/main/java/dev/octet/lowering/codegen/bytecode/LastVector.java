package dev.octet.lowering.codegen.bytecode;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.LoopVariable;
import java.util.Objects;

/**
 * Whether what is left of a vector loop, too little for a vector, may be one more vector that ends
 * where the loop does. Elements that the vector before held come again: in a minimum or maximum
 * they change nothing, in a sum their lanes are 0, and stored again they are the same. Scalars one
 * by one would cost a short row as much as all of its vectors.
 */
final class LastVector {
  private LastVector() {}

  /** Lanes of the last vector that come again; 0 if nothing is left or scalars have to do it. */
  static int overlap(PrintedMethod method, Expr.Reduce reduce, Scope scope) {
    boolean summable = reduce.combine() != Expr.Combine.SUM || reduce.type() == LaneType.F32;
    return summable && isWhole(scope) ? overlap(method, scope) : 0;
  }

  /**
   * The same for a loop of the nest. What it reads must not be what it writes: a kernel may run in
   * place, so only rows that it has kept itself are certain.
   */
  static int overlap(PrintedMethod method, Scope scope) {
    LoopVariable loop = Objects.requireNonNull(scope.loop);
    long left = loop.extent() % method.lanes;
    return loop.extent() < method.lanes || left == 0 ? 0 : (int) (method.lanes - left);
  }

  /** True if a loop of the nest, which is not divided among threads, reads kept rows alone. */
  static boolean takes(PrintedMethod method, Scope scope) {
    return scope.depth > 1
        && scope.inner == null
        && scope.items.stream().allMatch(item -> isRepeatable(method, scope, item))
        && overlap(method, scope) > 0;
  }

  private static boolean isRepeatable(PrintedMethod method, Scope scope, Scope.Item item) {
    return switch (item) {
      case Scope.Compute(Expr.Load load) ->
          load.buffer().kind() == Buffer.Kind.SCRATCH
              || !method.pool.free(load).contains(scope.loop);
      case Scope.Reduction _ -> false;
      case Scope.Compute _, Scope.Write _, Scope.Pointer _, Scope.Index _ -> true;
    };
  }

  private static boolean isWhole(Scope scope) {
    return scope.from.equals(Affine.ZERO)
        && scope.to.equals(Affine.of(Objects.requireNonNull(scope.loop).extent()));
  }
}
