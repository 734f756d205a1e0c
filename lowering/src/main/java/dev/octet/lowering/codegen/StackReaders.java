package dev.octet.lowering.codegen;

import dev.octet.graph.Value;
import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.Operation;
import java.util.ArrayList;
import java.util.List;

/** Tensors of one shape side by side along a new dimension. */
final class StackReaders {
  private StackReaders() {}

  static void register(Operators operators) {
    operators.add(StackReaders::stacked, "aten.stack.default");
  }

  private static Expr stacked(ElementCall in, List<Affine> index) {
    int dim = in.dimension("dim", index.size());
    Affine at = index.get(dim);
    List<Affine> place = new ArrayList<>(index);
    place.remove(dim);
    List<Value> parts = in.tensors("tensors");
    // From the last part backwards; each that the index may be becomes a choice.
    Expr result = null;
    for (int p = parts.size() - 1; p >= 0; p--) {
      if (at.max() < p || at.min() > p) {
        continue;
      }
      Value part = parts.get(p);
      Expr element =
          in.conversions.number(
              in.conversions.convert(
                  in.body.read(part, place), BodyReader.dtype(part), in.resultType()));
      if (result == null) {
        result = element;
      } else {
        in.body.requests().bound(at, p + 1L);
        result =
            in.pool.select(
                in.apply(Operation.LESS, in.pool.fromIndex(at), in.pool.i32(p + 1)),
                element,
                result);
      }
    }
    if (result == null) {
      throw new IllegalStateException("an index outside of what was stacked: " + at);
    }
    return in.resultType().isBool() ? ComparisonReaders.truth(in, result) : result;
  }
}
