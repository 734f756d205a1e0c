package dev.octet.lowering.codegen.reader;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Operation;
import java.util.Arrays;
import java.util.Locale;

/**
 * One dimension of an interpolation: the pixel in front of a resized pixel, and how far behind it
 * that lies. Sizes and factors are known, so both are computed before code is made, in the
 * arithmetic of the reference evaluator: positions are floats, of float64 alone doubles. Code
 * computes the same positions, and takes its pixels from a line through those found here.
 */
final class ResizedAxis {
  /** Which pixels a resized pixel is made of. */
  enum Mode {
    /** The pixel at {@code ⌊position · size / result⌋}. */
    NEAREST,
    /** The pixel whose area the centre of the resized pixel lies in. */
    NEAREST_CENTRE,
    /** Two neighbours. */
    LINEAR,
    /** Four neighbours. */
    CUBIC;

    boolean isNearest() {
      return this == NEAREST || this == NEAREST_CENTRE;
    }
  }

  /** Each makes a loop of its own. */
  private static final int MOST_LINES = 4;

  private final Mode mode;
  private final boolean corners;
  private final boolean single;
  private final double step;
  private final ImmutableList<DigitalLine> lines;

  /** How far behind its first pixel each resized pixel lies. */
  private final double[] rests;

  /** Whether some position lies in front of the first pixel. */
  private final boolean before;

  /** Whether some position lies behind the last pixel by more than 1. */
  private final boolean beyond;

  /**
   * A dimension.
   *
   * @param scale the factor that the caller gave, or 0: then the ratio of the sizes counts
   * @param corners whether the centres of the outermost pixels stay where they are
   * @param single whether positions are computed in float
   */
  ResizedAxis(Mode mode, long size, long resized, double scale, boolean corners, boolean single) {
    this.mode = mode;
    this.corners = corners && !mode.isNearest();
    this.single = single || mode.isNearest();
    this.step = round(step(size, resized, scale));
    this.rests = new double[Math.toIntExact(resized)];
    long[] first = new long[rests.length];
    for (int p = 0; p < rests.length; p++) {
      double position = position(p);
      if (mode == Mode.LINEAR) {
        position = Math.max(position, 0);
      }
      boolean same = mode.isNearest() && size == resized;
      first[p] = same ? p : Math.min((long) Math.floor(position), size - 1);
      rests[p] = position - first[p];
    }
    this.before = mode == Mode.LINEAR && position(0) < 0;
    this.beyond = Arrays.stream(rests).anyMatch(rest -> rest > 1);
    long least = mode == Mode.CUBIC ? -1 : 0;
    double slope = Math.min(step, (double) size); // no index leaves the dimension
    this.lines = DigitalLine.through(first, slope, least, size - 1);
    if (lines.size() > MOST_LINES) {
      throw new DeclinedException(
          String.format(
              Locale.ROOT,
              "%d pixels are resized to %d: rounding leaves the nearest ones on %d lines, at most"
                  + " %d are generated",
              size,
              resized,
              lines.size(),
              MOST_LINES));
    }
  }

  /** The distance between two resized pixels, in pixels of the original. */
  private double step(long size, long resized, double scale) {
    if (corners) {
      return resized > 1 ? (size - 1) / (double) (resized - 1) : 0;
    }
    return scale > 0 ? 1 / scale : size / (double) resized;
  }

  private double position(int p) {
    return switch (mode) {
      case NEAREST -> p * (float) step;
      case NEAREST_CENTRE -> round((p + 0.5) * step);
      case LINEAR, CUBIC -> round(corners ? p * step : step * (p + 0.5) - 0.5);
    };
  }

  private double round(double value) {
    return single ? (float) value : value;
  }

  Mode mode() {
    return mode;
  }

  /**
   * The last pixel in front of each resized one, or the nearest one; −1 where a resized one lies in
   * front of all.
   */
  ImmutableList<DigitalLine> pixels() {
    return lines;
  }

  /** True if every resized pixel is one pixel of the original. */
  boolean isExact() {
    return mode.isNearest() || Arrays.stream(rests).allMatch(rest -> rest == 0);
  }

  /** How far behind a pixel of {@link #pixels} the resized pixel lies, from 0 to 1. */
  Expr rest(ElementCall in, Affine at, Affine pixel) {
    LaneType type = single ? LaneType.F32 : LaneType.F64;
    Expr p = in.pool.convert(in.pool.fromIndex(at), type);
    Expr distance = in.pool.real(type, step);
    Expr centre = in.functions.add(p, in.pool.real(type, 0.5));
    Expr position =
        corners
            ? in.functions.multiply(p, distance)
            : in.functions.multiplyAdd(distance, centre, in.pool.real(type, -0.5));
    if (before) {
      position = in.apply(Operation.MAXIMUM, position, in.pool.real(type, 0));
    }
    Expr rest = in.functions.subtract(position, in.pool.convert(in.pool.fromIndex(pixel), type));
    return beyond ? in.apply(Operation.MINIMUM, rest, in.pool.real(type, 1)) : rest;
  }
}
