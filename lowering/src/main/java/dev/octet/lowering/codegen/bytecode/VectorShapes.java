package dev.octet.lowering.codegen.bytecode;

import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector species of generated code: as many lanes for every element type as the widest float
 * vector of the processor has. Loaded only where the Vector API module is present.
 */
final class VectorShapes {
  static final VectorSpecies<Float> F32 = FloatVector.SPECIES_PREFERRED;
  static final VectorSpecies<Integer> I32 =
      VectorSpecies.of(int.class, VectorShape.forBitSize(F32.vectorBitSize()));
  static final VectorSpecies<Long> I64 =
      VectorSpecies.of(long.class, VectorShape.forBitSize(F32.vectorBitSize()));
  static final VectorSpecies<Short> I16 =
      VectorSpecies.of(short.class, VectorShape.forBitSize(F32.vectorBitSize() / 2));
  static final VectorSpecies<Byte> I8 =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, F32.vectorBitSize() / 4)));
  static final ByteOrder ORDER = ByteOrder.nativeOrder();

  static final VectorShuffle<Float> HALVES_8 = exchange(8);
  static final VectorShuffle<Float> HALVES_4 = exchange(4);
  static final VectorShuffle<Float> HALVES_2 = exchange(2);
  static final VectorShuffle<Float> HALVES_1 = exchange(1);

  static final VectorSpecies<Byte> SIXTEEN = ByteVector.SPECIES_128;

  // The lower three bytes of ints, without gaps, to the sixteen bytes of each number: those that
  // come from the four ints of this number, and those that come from the next four.
  static final VectorShuffle<Byte> THREES_0 = threes(0, 0);
  static final VectorShuffle<Byte> THREES_1 = threes(1, 1);
  static final VectorShuffle<Byte> THREES_2 = threes(2, 2);
  static final VectorShuffle<Byte> MORE_THREES_0 = threes(0, 1);
  static final VectorShuffle<Byte> MORE_THREES_1 = threes(1, 2);
  static final VectorShuffle<Byte> MORE_THREES_2 = threes(2, 3);

  /** Each lane holds its number. */
  static final FloatVector PLACES = FloatVector.zero(F32).addIndex(1);

  private VectorShapes() {}

  private static VectorShuffle<Float> exchange(int distance) {
    return VectorShuffle.fromOp(F32, i -> i ^ (distance & (F32.length() - 1)));
  }

  /** To sixteen bytes from four ints; what comes from others is taken from a byte that is 0. */
  private static VectorShuffle<Byte> threes(int to, int from) {
    return VectorShuffle.fromOp(
        SIXTEEN,
        i -> {
          int at = SIXTEEN.length() * to + i;
          int lane = at / 3 - 4 * from;
          return lane < 0 || lane > 3 ? 3 : 4 * lane + at % 3;
        });
  }
}
