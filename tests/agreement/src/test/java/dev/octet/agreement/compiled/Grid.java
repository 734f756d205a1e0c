package dev.octet.agreement.compiled;

import dev.octet.tensor.DType;
import java.util.Random;

/**
 * One scale and zero point for a tensor.
 *
 * @param max the largest integer; smaller than the type's for a reduced range
 */
record Grid(DType dtype, double scale, long zeroPoint, long min, long max) {

  /** A grid that holds most numbers between minus reach and reach. */
  static Grid random(Random random, Numbers numbers, double reach) {
    boolean signed = numbers == Numbers.SIGNED;
    boolean whole = signed || numbers == Numbers.WHOLE_RANGE;
    long min = signed ? -128 : 0;
    long max = signed ? 127 : whole ? 255 : 127;
    double scale = 2 * reach / (max - min) * (0.7 + 0.6 * random.nextDouble());
    long zeroPoint =
        switch (random.nextInt(4)) {
          case 0 -> min;
          case 1 -> signed ? 0 : (max + 1) / 2;
          default -> min + random.nextInt((int) (max - min) + 1);
        };
    return new Grid(signed ? DType.INT8 : DType.UINT8, scale, zeroPoint, min, max);
  }
}
