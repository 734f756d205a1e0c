package dev.octet.lowering.opencl.template;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Longs;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.kernel.PerDimension;
import dev.octet.op.Convolution;
import dev.octet.op.Linear;
import dev.octet.op.TransposedConvolution;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A product as numbers. A matrix product is a convolution of images of one position.
 *
 * @param images how many
 * @param depth input channels of one group
 * @param channels output channels of one group
 * @param axes depth, height and width, those that an image has not with one position
 * @param transposed whether taps spread the input instead of collecting it
 */
record Geometry(
    long images,
    int groups,
    int depth,
    int channels,
    ImmutableList<Axis> axes,
    boolean transposed) {

  static final int DIMENSIONS = 3;

  static boolean isConvolution(Contraction product) {
    return product.anchor().op() instanceof Convolution
        || product.anchor().op() instanceof TransposedConvolution;
  }

  static Geometry of(Contraction product) {
    Shape input = product.input().value().tensorType().shape();
    Shape weight = product.weight().tensor().orElseThrow().shape();
    return switch (product.anchor().op()) {
      case Convolution op ->
          new Geometry(
              input.size(0),
              Math.toIntExact(op.groups()),
              Math.toIntExact(weight.size(1)),
              Math.toIntExact(weight.size(0) / op.groups()),
              axes(product, weight, op.stride(), op.padding(), op.dilation()),
              false);
      case TransposedConvolution op ->
          new Geometry(
              input.size(0),
              Math.toIntExact(op.groups()),
              Math.toIntExact(weight.size(0) / op.groups()),
              Math.toIntExact(weight.size(1)),
              axes(product, weight, op.stride(), op.padding(), op.dilation()),
              true);
      default -> {
        boolean rows = product.anchor().op() instanceof Linear;
        yield new Geometry(
            input.elements() / input.size(-1),
            1,
            Math.toIntExact(weight.size(rows ? 1 : 0)),
            Math.toIntExact(weight.size(rows ? 0 : 1)),
            ImmutableList.of(Axis.NONE, Axis.NONE, Axis.NONE),
            false);
      }
    };
  }

  private static ImmutableList<Axis> axes(
      Contraction product,
      Shape weight,
      List<Long> stride,
      List<Long> padding,
      List<Long> dilation) {
    return axes(
        product.input().value().tensorType().shape(),
        product.anchor().result().tensorType().shape(),
        Longs.asList(weight.toArray()).subList(2, weight.rank()),
        stride,
        padding,
        dilation);
  }

  /** The axes of windows; lists have one number for each dimension, or one for all. */
  static ImmutableList<Axis> axes(
      Shape in,
      Shape out,
      List<Long> taps,
      List<Long> stride,
      List<Long> padding,
      List<Long> dilation) {
    int spatial = in.rank() - 2;
    List<Axis> axes = new ArrayList<>();
    for (int i = spatial; i < DIMENSIONS; i++) {
      axes.add(Axis.NONE);
    }
    for (int i = 0; i < spatial; i++) {
      axes.add(
          new Axis(
              Math.toIntExact(in.size(i + 2)),
              Math.toIntExact(out.size(i + 2)),
              at(taps, i),
              at(stride, i),
              at(padding, i),
              at(dilation, i)));
    }
    return ImmutableList.copyOf(axes);
  }

  private static int at(List<Long> values, int index) {
    return Math.toIntExact(PerDimension.at(values, index));
  }

  /** Positions of the result in all images. */
  long positions() {
    return images * axes.stream().mapToLong(Axis::output).reduce(1, Math::multiplyExact);
  }

  int taps() {
    return axes.stream().mapToInt(Axis::taps).reduce(1, Math::multiplyExact);
  }

  /** True if each position of the result reads one position of the input, the same one. */
  boolean isPointwise() {
    return axes.stream().allMatch(Axis::isPointwise);
  }

  /** True if each group has one channel on either side. */
  boolean isDepthwise() {
    return groups > 1 && depth == 1 && channels == 1 && !transposed;
  }

  /**
   * True if the channels of one position are few and lie beside those of the next that a window
   * reads: then whole lines of a window are read at once.
   */
  boolean hasThinLines() {
    Axis last = axes.getLast();
    return groups == 1 && !transposed && depth <= 8 && last.taps() > 1 && last.dilation() == 1;
  }

  /** Input channels of all groups. */
  int allDepth() {
    return groups * depth;
  }

  /** Output channels of all groups. */
  int allChannels() {
    return groups * channels;
  }
}
