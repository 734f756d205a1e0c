package dev.octet.agreement.compiled;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Value;
import java.util.List;

/** Products of two matrices that are both computed, as attention has them. */
final class MatrixProducts implements Family {
  @Override
  public String name() {
    return "matmul";
  }

  @Override
  public ImmutableList<String> forms() {
    return ImmutableList.of(
        "mm",
        "bmm",
        "matmul2d",
        "matmul3d",
        "matmul4d",
        "transposed",
        "broadcast",
        "scaled",
        "vector");
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
    long rows = sketch.pick(1, 3, 8, 17);
    long inner = sketch.pick(1, 5, 16, 33);
    long columns = sketch.pick(1, 2, 13, 24);
    long batch = sketch.pick(1, 2, 3);
    long heads = sketch.pick(1, 2, 4);
    Value product =
        switch (form) {
          case "mm" ->
              sketch.call(
                  "aten.mm.default", given(sketch, rows, inner), given(sketch, inner, columns));
          case "bmm" ->
              sketch.call(
                  "aten.bmm.default",
                  given(sketch, batch, rows, inner),
                  given(sketch, batch, inner, columns));
          case "matmul2d" ->
              matmul(sketch, given(sketch, rows, inner), given(sketch, inner, columns));
          case "matmul3d" ->
              matmul(
                  sketch, given(sketch, batch, rows, inner), given(sketch, batch, inner, columns));
          case "matmul4d", "scaled" ->
              matmul(
                  sketch,
                  given(sketch, batch, heads, rows, inner),
                  given(sketch, batch, heads, inner, columns));
          case "transposed" ->
              matmul(
                  sketch,
                  given(sketch, batch, heads, rows, inner),
                  sketch.call(
                      "aten.transpose.int", given(sketch, batch, heads, columns, inner), -2, -1));
          case "broadcast" ->
              matmul(
                  sketch, given(sketch, batch, heads, rows, inner), given(sketch, inner, columns));
          case "vector" -> matmul(sketch, given(sketch, batch, rows, inner), given(sketch, inner));
          default -> throw new IllegalArgumentException(form);
        };
    if (sketch.numbers().isQuantized()) {
      sketch.integers();
    }
    Value result = form.equals("scaled") ? sketch.call("aten.mul.Tensor", product, 0.125) : product;
    return List.of(
        sketch.numbers().isQuantized() && sketch.chance(0.5)
            ? sketch.quantize(result, sketch.grid(4))
            : result);
  }

  private static Value given(Sketch sketch, long... sizes) {
    return sketch.rounded(sketch.input(sizes));
  }

  private static Value matmul(Sketch sketch, Value first, Value second) {
    return sketch.call("aten.matmul.default", first, second);
  }
}
