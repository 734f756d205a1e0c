package dev.octet.agreement.compiled;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Value;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Convolutions of one, two and three dimensions with everything that is fused behind them. */
final class Convolutions implements Family {
  private enum Kind {
    PLAIN,
    /** A window of one element. */
    POINTWISE,
    DEPTHWISE,
    GROUPED,
    DILATED,
    TRANSPOSED
  }

  @Override
  public String name() {
    return "convolution";
  }

  @Override
  public ImmutableList<String> forms() {
    ImmutableList.Builder<String> forms = ImmutableList.builder();
    for (int dimensions = 1; dimensions <= 3; dimensions++) {
      for (Kind kind : Kind.values()) {
        for (Behind behind : Behind.values()) {
          forms.add(dimensions + "d/" + kind + "/" + behind);
        }
      }
    }
    return forms.build();
  }

  @Override
  public ImmutableSet<Numbers> numbers() {
    return ImmutableSet.of(
        Numbers.UNSIGNED,
        Numbers.SIGNED,
        Numbers.WHOLE_RANGE,
        Numbers.MIXED,
        Numbers.FLOAT,
        Numbers.BFLOAT16);
  }

  @Override
  public List<Value> draw(String form, Sketch sketch) {
    String[] parts = form.split("/", -1);
    int dimensions = parts[0].charAt(0) - '0';
    Kind kind = Kind.valueOf(parts[1]);
    Behind behind = Behind.valueOf(parts[2]);
    boolean same = behind.addsOwnInput();
    long groups =
        switch (kind) {
          case DEPTHWISE -> sketch.pick(1, 2, 7, 16, 19, 32);
          case GROUPED -> sketch.pick(2, 3, 4);
          case PLAIN, POINTWISE, DILATED, TRANSPOSED -> 1;
        };
    boolean depthwise = kind == Kind.DEPTHWISE;
    long in = groups * (depthwise ? 1 : sketch.pick(1, 3, 8, 13, 16, 32));
    long out = same ? in : groups * (depthwise ? 1 : sketch.pick(1, 5, 8, 16, 17, 24));
    long window = kind == Kind.POINTWISE ? 1 : same ? 3 : sketch.pick(2, 3, 3, 4, 5);
    long dilation = kind == Kind.DILATED ? 2 : 1;
    boolean transposed = kind == Kind.TRANSPOSED;
    long stride = same ? 1 : transposed ? sketch.pick(1, 2, 2, 3) : sketch.pick(1, 1, 2);
    long padding =
        same ? dilation * (window - 1) / 2 : sketch.pick(0, window / 2, (window - 1) * dilation);
    long reach = dilation * (window - 1) + 1;
    long[] sizes = new long[dimensions + 2];
    for (int d = 2; d < sizes.length; d++) {
      // Images may be smaller than the window, as far as the padding makes up for it.
      long least = Math.max(1, transposed ? 2 * padding - reach + 2 : reach - 2 * padding);
      sizes[d] = sketch.pick(least, reach, reach) + sketch.pick(0, 1, 2, dimensions == 3 ? 3 : 6);
    }
    sizes[0] = sketch.pick(1, 1, 2, 3);
    sizes[1] = in;
    Value own = sketch.given(sizes);
    long[] weight = new long[dimensions + 2];
    Arrays.fill(weight, window);
    weight[0] = transposed ? in : out;
    weight[1] = transposed ? out : in / groups;
    long summands = in / groups;
    for (int d = 0; d < dimensions; d++) {
      summands *= window;
    }
    String operator = operator(dimensions, transposed);
    Value bias = sketch.chance(0.5) ? sketch.constants(out) : null;
    Value product =
        transposed
            ? sketch.call(
                operator,
                own,
                sketch.weightAlong(1, summands, weight),
                bias,
                all(dimensions, stride),
                all(dimensions, padding),
                all(dimensions, sketch.pick(0, stride - 1)),
                groups,
                all(dimensions, dilation))
            : sketch.call(
                operator,
                own,
                sketch.weight(summands, weight),
                bias,
                all(dimensions, stride),
                all(dimensions, padding),
                all(dimensions, dilation),
                groups);
    return List.of(behind.draw(sketch, own, product));
  }

  private static String operator(int dimensions, boolean transposed) {
    return transposed
        ? String.format(
            Locale.ROOT,
            "aten.conv_transpose%dd.%s",
            dimensions,
            dimensions == 1 ? "default" : "input")
        : String.format(Locale.ROOT, "aten.conv%dd.default", dimensions);
  }

  private static List<Long> all(int dimensions, long value) {
    return Collections.nCopies(dimensions, value);
  }
}
