package dev.octet.agreement.compiled;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** Changes of shape, parts, concatenations and interpolations, alone and behind a convolution. */
final class Views implements Family {
  private static final ImmutableList<String> KINDS =
      ImmutableList.of(
          "flatten",
          "view",
          "permute",
          "transpose",
          "swapaxes",
          "swapdims",
          "movedim",
          "moveaxis",
          "mT",
          "numpy-T",
          "ravel",
          "view-as",
          "slice",
          "slice-step",
          "select",
          "unsqueeze",
          "pad",
          "pad-value",
          "split",
          "chunk-cat",
          "cat-channels",
          "cat-rows",
          "expand",
          "roll",
          "clone",
          "nearest",
          "nearest-exact",
          "bilinear",
          "bicubic");

  @Override
  public String name() {
    return "view";
  }

  @Override
  public ImmutableList<String> forms() {
    ImmutableList.Builder<String> forms = ImmutableList.builder();
    for (String kind : KINDS) {
      forms.add(kind + "/alone");
      forms.add(kind + "/behind-convolution");
      forms.add(kind + "/behind-and-before-convolution");
    }
    return forms.build();
  }

  @Override
  public ImmutableSet<Numbers> numbers() {
    return ImmutableSet.of(Numbers.UNSIGNED, Numbers.SIGNED, Numbers.FLOAT, Numbers.BFLOAT16);
  }

  @Override
  public List<Value> draw(String form, Sketch sketch) {
    String[] parts = form.split("/", -1);
    long channels = sketch.pick(2, 6, 16, 18);
    long extent = sketch.pick(3, 5, 8);
    Value given = sketch.input(sketch.pick(1, 2, 3), channels, extent, sketch.pick(4, 6));
    if (!parts[1].equals("alone")) {
      given = pointwise(sketch, sketch.rounded(given), channels);
    }
    boolean quantized = sketch.numbers().isQuantized();
    Grid grid = sketch.grid(3);
    Value x = quantized ? sketch.rounded(given, grid) : given;
    List<Value> results = new ArrayList<>();
    for (Value viewed : view(sketch, parts[0], x, grid)) {
      Value result = quantized ? sketch.quantize(viewed, grid) : viewed;
      if (parts[1].equals("behind-and-before-convolution") && viewed.tensorType().rank() == 4) {
        Value again = quantized ? sketch.dequantize(result, grid) : result;
        Value product = pointwise(sketch, again, viewed.tensorType().shape().size(1));
        result = quantized ? sketch.quantize(product, sketch.grid(3)) : product;
      }
      results.add(result);
    }
    return results;
  }

  private static Value pointwise(Sketch sketch, Value given, long channels) {
    return sketch.call(
        "aten.conv2d.default", given, sketch.weight(channels, channels, channels, 1, 1));
  }

  private static List<Value> view(Sketch sketch, String kind, Value x, Grid grid) {
    var shape = x.tensorType().shape();
    long channels = shape.size(1);
    return switch (kind) {
      case "flatten" -> List.of(sketch.call("aten.flatten.using_ints", x, 1));
      case "view" ->
          List.of(
              sketch.call(
                  "aten.view.default",
                  x,
                  List.of(shape.size(0), 2L, channels / 2, shape.size(2), shape.size(3))));
      case "permute" -> List.of(sketch.call("aten.permute.default", x, List.of(0, 2, 3, 1)));
      case "transpose" -> List.of(sketch.call("aten.transpose.int", x, 1, 2));
      case "swapaxes" -> List.of(sketch.call("aten.swapaxes.default", x, -1, 1));
      case "swapdims" -> List.of(sketch.call("aten.swapdims.default", x, 0, 1));
      case "movedim" -> List.of(sketch.call("aten.movedim.int", x, 1, -1));
      case "moveaxis" ->
          List.of(sketch.call("aten.moveaxis.intlist", x, List.of(3, 1), List.of(0, 1)));
      case "mT" -> List.of(sketch.call("aten.mT.default", x));
      case "numpy-T" -> List.of(sketch.call("aten.numpy_T.default", x));
      case "ravel" -> List.of(sketch.call("aten.ravel.default", x));
      case "view-as" -> {
        Value like = sketch.input(shape.size(0), channels, shape.size(2) * shape.size(3));
        yield List.of(sketch.call("aten.view_as.default", x, like));
      }
      case "slice" -> List.of(sketch.call("aten.slice.Tensor", x, 1, 1, channels));
      case "slice-step" -> List.of(sketch.call("aten.slice.Tensor", x, 2, 0, shape.size(2), 2));
      case "select" -> List.of(sketch.call("aten.select.int", x, 2, 1));
      case "unsqueeze" -> List.of(sketch.call("aten.unsqueeze.default", x, 0));
      case "pad" ->
          List.of(sketch.call("aten.constant_pad_nd.default", x, List.of(1, 0, 2, 1), 0.0));
      case "pad-value" ->
          List.of(sketch.call("aten.constant_pad_nd.default", x, List.of(0, 1, 1, 1), -0.5));
      case "split" -> sketch.callMany("aten.split.Tensor", x, channels / 2, 1);
      case "chunk-cat" -> {
        List<Value> halves = sketch.callMany("aten.chunk.default", x, 2, 1);
        yield List.of(sketch.call("aten.cat.default", halves.reversed(), 1));
      }
      case "cat-channels" ->
          List.of(sketch.call("aten.cat.default", List.of(x, other(sketch, x, grid, 3), x), 1));
      case "cat-rows" ->
          List.of(sketch.call("aten.cat.default", List.of(other(sketch, x, grid, channels), x), 2));
      case "expand" -> {
        Value one = sketch.call("aten.slice.Tensor", x, 2, 0, 1);
        yield List.of(
            sketch.call(
                "aten.expand.default", one, List.of(shape.size(0), channels, 5L, shape.size(3))));
      }
      case "nearest" ->
          List.of(
              sketch.call(
                  "aten.upsample_nearest2d.vec",
                  x,
                  null,
                  List.of((double) sketch.pick(1, 2, 3), 0.5 * sketch.pick(1, 3, 4))));
      case "nearest-exact" ->
          List.of(
              sketch.call(
                  "aten._upsample_nearest_exact2d.default",
                  x,
                  List.of(sketch.pick(1, 5, 16), 2 * shape.size(3))));
      case "bilinear", "bicubic" ->
          List.of(
              sketch.call(
                  "aten.upsample_" + kind + "2d.vec",
                  x,
                  List.of(sketch.pick(1, 4, 10), sketch.pick(3, 2 * shape.size(3))),
                  sketch.chance(0.5),
                  null));
      case "roll" -> {
        long step = sketch.pick(-2, 1, 5);
        yield List.of(sketch.call("aten.roll.default", x, List.of(step, 1), List.of(1, 2)));
      }
      case "clone" -> List.of(sketch.call("aten.clone.default", x));
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /** Another tensor on the same grid. */
  private static Value other(Sketch sketch, Value x, Grid grid, long channels) {
    var shape = x.tensorType().shape();
    Value given = sketch.input(shape.size(0), channels, shape.size(2), shape.size(3));
    return sketch.numbers().isQuantized() ? sketch.rounded(given, grid) : given;
  }
}
