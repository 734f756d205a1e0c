package dev.octet.agreement.compiled;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Value;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/** Pools, alone and behind a convolution, between integers of the same and of another scale. */
final class Poolings implements Family {
  private static final ImmutableList<String> KINDS =
      ImmutableList.of("max", "average", "adaptive", "global", "mean");

  @Override
  public String name() {
    return "pooling";
  }

  @Override
  public ImmutableList<String> forms() {
    ImmutableList.Builder<String> forms = ImmutableList.builder();
    for (int dimensions = 1; dimensions <= 3; dimensions++) {
      for (String kind : KINDS) {
        forms.add(dimensions + "d/" + kind + "/alone");
        forms.add(dimensions + "d/" + kind + "/rescaled");
        forms.add(dimensions + "d/" + kind + "/behind-convolution");
      }
    }
    return forms.build();
  }

  @Override
  public ImmutableSet<Numbers> numbers() {
    return ImmutableSet.of(
        Numbers.UNSIGNED, Numbers.SIGNED, Numbers.WHOLE_RANGE, Numbers.FLOAT, Numbers.BFLOAT16);
  }

  @Override
  public List<Value> draw(String form, Sketch sketch) {
    String[] parts = form.split("/", -1);
    int dimensions = parts[0].charAt(0) - '0';
    boolean behindConvolution = parts[2].equals("behind-convolution");
    long channels = sketch.pick(1, 3, 16, 17, 32);
    long extent = sketch.pick(4, 5, 7, dimensions == 3 ? 6 : 12);
    long[] sizes = new long[dimensions + 2];
    java.util.Arrays.fill(sizes, extent);
    sizes[0] = sketch.pick(1, 2, 3);
    sizes[1] = channels;
    boolean quantized = sketch.numbers().isQuantized();
    Grid grid = sketch.grid(3);
    UnaryOperator<Value> rounding = value -> quantized ? sketch.rounded(value, grid) : value;
    Value given =
        behindConvolution
            ? rounding.apply(pointwise(sketch, sketch.given(sizes), dimensions, channels))
            : sketch.given(rounding, sizes);
    Value pooled = pool(sketch, parts[1], dimensions, given);
    if (!quantized) {
      return List.of(pooled);
    }
    Value result = sketch.quantize(pooled, parts[2].equals("rescaled") ? sketch.grid(3) : grid);
    // Padding that counts is no integer of the grid, so an average of integers is left to chance.
    if (!parts[2].equals("rescaled") && !parts[1].equals("average")) {
      sketch.together(pooled, result);
    }
    return List.of(result);
  }

  private static Value pointwise(Sketch sketch, Value given, int dimensions, long channels) {
    long[] weight = new long[dimensions + 2];
    java.util.Arrays.fill(weight, 1);
    weight[0] = channels;
    weight[1] = channels;
    return sketch.call(
        "aten.conv" + dimensions + "d.default", given, sketch.weight(channels, weight));
  }

  private static Value pool(Sketch sketch, String kind, int dimensions, Value x) {
    List<Long> window = Collections.nCopies(dimensions, sketch.pick(2, 3, 3));
    List<Long> stride = Collections.nCopies(dimensions, sketch.pick(1, 2, 3));
    List<Long> padding = Collections.nCopies(dimensions, sketch.pick(0, 1));
    boolean ceil = sketch.chance(0.3);
    String suffix = dimensions + "d.default";
    return switch (kind) {
      case "max" ->
          sketch.call(
              "aten.max_pool" + suffix,
              x,
              window,
              stride,
              padding,
              Collections.nCopies(dimensions, 1L),
              ceil);
      case "average" ->
          sketch.call(
              "aten.avg_pool" + suffix, x, window, stride, padding, ceil, sketch.chance(0.5));
      case "adaptive" ->
          sketch.call(
              "aten.adaptive_avg_pool" + suffix,
              x,
              Collections.nCopies(dimensions, sketch.pick(2, 3)));
      case "global" ->
          sketch.call("aten.adaptive_avg_pool" + suffix, x, Collections.nCopies(dimensions, 1L));
      case "mean" ->
          sketch.call(
              "aten.mean.dim",
              x,
              LongStream.range(2, dimensions + 2L).boxed().toList(),
              sketch.chance(0.5));
      default -> throw new IllegalArgumentException(kind);
    };
  }
}
