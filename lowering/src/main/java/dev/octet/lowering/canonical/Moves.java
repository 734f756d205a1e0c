package dev.octet.lowering.canonical;

import dev.octet.op.Op;
import dev.octet.op.Split;
import dev.octet.op.Upsample;
import dev.octet.op.ViewLike;
import java.util.Set;

/**
 * Operators of one tensor that give each element another place, leave some out or repeat them: they
 * do the same with integers as with the floats that these stand for.
 */
final class Moves {
  private static final Set<String> NAMES =
      Set.of(
          "aten.slice.Tensor",
          "aten.select.int",
          "aten.narrow.default",
          "aten.unsqueeze.default",
          "aten.squeeze.default",
          "aten.squeeze.dim",
          "aten.squeeze.dims",
          "aten.expand.default",
          "aten.repeat.default",
          "aten.flip.default",
          "aten.roll.default",
          "aten.pixel_shuffle.default",
          "aten.pixel_unshuffle.default",
          "aten.channel_shuffle.default");

  private Moves() {}

  static boolean isMove(Op op) {
    return switch (op) {
      case ViewLike _, Split _ -> true;
      case Upsample upsample -> upsample.isNearest();
      default -> NAMES.contains(op.name().toString());
    };
  }
}
