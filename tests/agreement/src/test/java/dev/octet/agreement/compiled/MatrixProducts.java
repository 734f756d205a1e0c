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
        "vector",
        "linear",
        "added",
        "einsum-scores",
        "einsum-values",
        "einsum-blocks",
        "einsum-ellipsis",
        "einsum-exchanged",
        "einsum-two-sums");
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
    // An equation that sums over one element is no product of matrices.
    long inner = sketch.pick(form.startsWith("einsum") ? 2 : 1, 5, 16, 33);
    long columns = sketch.pick(1, 2, 13, 24);
    long batch = sketch.pick(1, 2, 3);
    long heads = sketch.pick(1, 2, 4);
    Value product =
        switch (form) {
          case "mm" ->
              sketch.call(
                  "aten.mm.default", sketch.given(rows, inner), sketch.given(inner, columns));
          case "bmm" ->
              sketch.call(
                  "aten.bmm.default",
                  sketch.given(batch, rows, inner),
                  sketch.given(batch, inner, columns));
          case "matmul2d" ->
              matmul(sketch, sketch.given(rows, inner), sketch.given(inner, columns));
          case "matmul3d" ->
              matmul(sketch, sketch.given(batch, rows, inner), sketch.given(batch, inner, columns));
          case "matmul4d", "scaled" ->
              matmul(
                  sketch,
                  sketch.given(batch, heads, rows, inner),
                  sketch.given(batch, heads, inner, columns));
          case "transposed" ->
              matmul(
                  sketch,
                  sketch.given(batch, heads, rows, inner),
                  sketch.call(
                      "aten.transpose.int", sketch.given(batch, heads, columns, inner), -2, -1));
          case "broadcast" ->
              matmul(sketch, sketch.given(batch, heads, rows, inner), sketch.given(inner, columns));
          case "linear" ->
              sketch.call(
                  "aten.linear.default",
                  sketch.given(batch, rows, inner),
                  sketch.given(columns, inner));
          case "added" ->
              sketch.call(
                  "aten.baddbmm.default",
                  sketch.input(1, 1, columns),
                  sketch.given(batch, rows, inner),
                  sketch.given(batch, inner, columns));
          case "vector" -> matmul(sketch, sketch.given(batch, rows, inner), sketch.given(inner));
          case "einsum-scores" ->
              einsum(
                  sketch,
                  "bihd,bjhd->bhij",
                  sketch.given(batch, rows, heads, inner),
                  sketch.given(batch, columns, heads, inner));
          case "einsum-values" ->
              einsum(
                  sketch,
                  "bhij, bjhd -> bihd",
                  sketch.given(batch, heads, rows, inner),
                  sketch.given(batch, inner, heads, columns));
          case "einsum-blocks" ->
              einsum(
                  sketch,
                  "bxhid,bxhjd->bxhij",
                  sketch.given(batch, 3, heads, rows, inner),
                  sketch.given(batch, 3, heads, columns, inner));
          case "einsum-ellipsis" ->
              einsum(
                  sketch,
                  "...ij,...jk",
                  sketch.given(batch, heads, rows, inner),
                  sketch.given(heads, inner, columns));
          case "einsum-exchanged" ->
              einsum(sketch, "ij,kj->ki", sketch.given(rows, inner), sketch.given(columns, inner));
          case "einsum-two-sums" ->
              einsum(
                  sketch,
                  "bijh,jhk->bik",
                  sketch.given(batch, rows, inner, heads),
                  sketch.given(inner, heads, columns));
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

  private static Value matmul(Sketch sketch, Value first, Value second) {
    return sketch.call("aten.matmul.default", first, second);
  }

  private static Value einsum(Sketch sketch, String equation, Value first, Value second) {
    return sketch.call("aten.einsum.default", equation, List.of(first, second));
  }
}
