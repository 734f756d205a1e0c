package dev.octet.agreement.compiled;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Linear layers, and products with a constant matrix, with everything that is fused behind them.
 */
final class Products implements Family {
  private enum Kind {
    LINEAR_2D,
    LINEAR_3D,
    LINEAR_4D,
    ADDMM
  }

  private static final long[] SIZES = {1, 2, 7, 16, 31, 48, 65};

  @Override
  public String name() {
    return "linear";
  }

  @Override
  public ImmutableList<String> forms() {
    ImmutableList.Builder<String> forms = ImmutableList.builder();
    for (Kind kind : Kind.values()) {
      for (Behind behind : Behind.values()) {
        forms.add(kind + "/" + behind);
      }
    }
    return forms.build();
  }

  @Override
  public ImmutableSet<Numbers> numbers() {
    return ImmutableSet.copyOf(Numbers.values());
  }

  @Override
  public List<Value> draw(String form, Sketch sketch) {
    String[] parts = form.split("/", -1);
    Kind kind = Kind.valueOf(parts[0]);
    Behind behind = Behind.valueOf(parts[1]);
    long inner = sketch.pick(SIZES);
    long out = behind.addsOwnInput() ? inner : sketch.pick(SIZES);
    long rows = sketch.pick(SIZES);
    Value own =
        switch (kind) {
          case LINEAR_2D, ADDMM -> sketch.given(rows, inner);
          case LINEAR_3D -> sketch.given(sketch.pick(1, 2, 3), rows, inner);
          case LINEAR_4D -> sketch.given(2, sketch.pick(1, 3), rows, inner);
        };
    Value product =
        kind == Kind.ADDMM
            ? sketch.call(
                "aten.addmm.default",
                sketch.constants(out),
                own,
                sketch.call("aten.t.default", sketch.weight(inner, out, inner)))
            : sketch.call(
                "aten.linear.default", own, sketch.weight(inner, out, inner), bias(sketch, out));
    return List.of(behind.draw(sketch, own, product));
  }

  private static @Nullable Value bias(Sketch sketch, long out) {
    return sketch.chance(0.6) ? sketch.constants(out) : null;
  }
}
