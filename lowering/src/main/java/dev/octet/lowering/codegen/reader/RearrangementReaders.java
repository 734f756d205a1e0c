package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import java.util.ArrayList;
import java.util.List;

/** Operators that repeat elements, turn their order around, or move them to other dimensions. */
final class RearrangementReaders {
  private RearrangementReaders() {}

  static void register(Operators operators) {
    operators.add((in, i) -> flipped(in, i, in.longs("dims")), "aten.flip.default");
    operators.add((in, i) -> flipped(in, i, 1), "aten.fliplr.default");
    operators.add((in, i) -> flipped(in, i, 0), "aten.flipud.default");
    operators.add(RearrangementReaders::repeated, "aten.repeat.default", "aten.tile.default");
    operators.add(RearrangementReaders::eachRepeated, "aten.repeat_interleave.self_int");
    operators.add(RearrangementReaders::pixelsFromChannels, "aten.pixel_shuffle.default");
    operators.add(RearrangementReaders::channelsFromPixels, "aten.pixel_unshuffle.default");
    operators.add(
        RearrangementReaders::channelsShuffled,
        "aten.channel_shuffle.default",
        "aten.native_channel_shuffle.default");
  }

  private static Expr flipped(ElementCall in, List<Affine> index, long... dims) {
    long[] shape = in.shape("self");
    List<Affine> place = new ArrayList<>(index);
    for (long dim : dims) {
      int d = (int) Math.floorMod(dim, (long) shape.length);
      place.set(d, Affine.of(shape[d] - 1).plus(index.get(d), -1));
    }
    return in.element("self", place);
  }

  /** A whole tensor several times along each dimension; those that are added are in front. */
  private static Expr repeated(ElementCall in, List<Affine> index) {
    long[] shape = in.shape("self");
    int added = index.size() - shape.length;
    List<Affine> place = new ArrayList<>();
    for (int d = 0; d < shape.length; d++) {
      place.add(in.remainder(index.get(d + added), shape[d]));
    }
    return in.element("self", place);
  }

  /** Each element several times in a row. */
  private static Expr eachRepeated(ElementCall in, List<Affine> index) {
    long[] shape = in.shape("self");
    if (in.isNone("dim") && shape.length != 1) {
      throw new DeclinedException("repeats the elements of a tensor as if it had one dimension");
    }
    int dim = in.isNone("dim") ? 0 : in.dimension("dim", shape.length);
    List<Affine> place = new ArrayList<>(index);
    place.set(dim, in.quotient(index.get(dim), in.integer("repeats")));
    return in.element("self", place);
  }

  /** Channels {@code c·r² + i·r + j} become channel c at row i and column j of blocks of r by r. */
  private static Expr pixelsFromChannels(ElementCall in, List<Affine> index) {
    long r = in.integer("upscale_factor");
    int rank = index.size();
    Affine row = index.get(rank - 2);
    Affine column = index.get(rank - 1);
    List<Affine> place = new ArrayList<>(index);
    place.set(
        rank - 3,
        index
            .get(rank - 3)
            .times(r * r)
            .plus(in.remainder(row, r), r)
            .plus(in.remainder(column, r)));
    place.set(rank - 2, in.quotient(row, r));
    place.set(rank - 1, in.quotient(column, r));
    return in.element("self", place);
  }

  private static Expr channelsFromPixels(ElementCall in, List<Affine> index) {
    long r = in.integer("downscale_factor");
    int rank = index.size();
    Affine channel = index.get(rank - 3);
    Affine inBlock = in.remainder(channel, r * r);
    List<Affine> place = new ArrayList<>(index);
    place.set(rank - 3, in.quotient(channel, r * r));
    place.set(rank - 2, index.get(rank - 2).times(r).plus(in.quotient(inBlock, r)));
    place.set(rank - 1, index.get(rank - 1).times(r).plus(in.remainder(inBlock, r)));
    return in.element("self", place);
  }

  /** The first channels of all groups come first, then their second ones. */
  private static Expr channelsShuffled(ElementCall in, List<Affine> index) {
    long groups = in.integer("groups");
    long inGroup = in.shape("self")[1] / groups;
    Affine channel = index.get(1);
    List<Affine> place = new ArrayList<>(index);
    place.set(1, in.quotient(channel, groups).plus(in.remainder(channel, groups), inGroup));
    return in.element("self", place);
  }
}
