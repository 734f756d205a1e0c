package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.op.Argument;
import java.util.ArrayList;
import java.util.List;

/** Padding with elements of the tensor itself. Loops are cut where it begins and ends. */
final class MirrorReaders {
  private MirrorReaders() {}

  /** Where an element of the padding comes from. */
  private interface Source {
    /**
     * An index into a dimension.
     *
     * @param inside may lie in front of or behind the dimension
     */
    Affine of(Affine inside, long size);
  }

  static void register(Operators operators) {
    operators.add(
        (in, i) -> padded(in, i, "padding", MirrorReaders::reflected),
        "aten.reflection_pad1d.default",
        "aten.reflection_pad2d.default",
        "aten.reflection_pad3d.default");
    operators.add(
        (in, i) -> padded(in, i, "padding", MirrorReaders::nearest),
        "aten.replication_pad1d.default",
        "aten.replication_pad2d.default",
        "aten.replication_pad3d.default");
    operators.add(
        (in, i) -> padded(in, i, "pad", MirrorReaders::around), "aten._pad_circular.default");
    operators.add(
        (in, i) ->
            switch (in.raw("mode")) {
              case Argument.Str(String mode) when mode.equals("reflect") ->
                  padded(in, i, "pad", MirrorReaders::reflected);
              case Argument.Str(String mode) when mode.equals("replicate") ->
                  padded(in, i, "pad", MirrorReaders::nearest);
              case Argument.Str(String mode) when mode.equals("circular") ->
                  padded(in, i, "pad", MirrorReaders::around);
              default -> PaddingReaders.padded(in, i);
            },
        "aten.pad.default");
  }

  private static Expr padded(ElementCall in, List<Affine> index, String pads, Source source) {
    long[] shape = in.shape("self");
    long[] around = in.longs(pads); // in front and behind, the last dimension first
    List<Affine> place = new ArrayList<>(index);
    for (int p = 0; p < around.length / 2; p++) {
      int dim = shape.length - 1 - p;
      Affine at = index.get(dim);
      long begin = around[2 * p];
      cut(in, at, begin);
      cut(in, at, begin + shape[dim]);
      place.set(dim, source.of(at.plus(-begin), shape[dim]));
    }
    return in.element("self", place);
  }

  private static void cut(ElementCall in, Affine at, long bound) {
    if (at.min() < bound && at.max() >= bound) {
      in.body.requests().bound(at, bound);
    }
  }

  /** As in a mirror that stands on the outermost element, which is not repeated. */
  private static Affine reflected(Affine inside, long size) {
    Affine front = Affine.max(inside, inside.times(-1));
    Affine beyond = front.plus(1 - size);
    return Affine.of(size - 1).plus(Affine.max(beyond, beyond.times(-1)), -1);
  }

  private static Affine nearest(Affine inside, long size) {
    return Affine.max(Affine.ZERO, Affine.min(inside, Affine.of(size - 1)));
  }

  /** From the other end. */
  private static Affine around(Affine inside, long size) {
    return Affine.remainder(inside.plus(size), size);
  }
}
