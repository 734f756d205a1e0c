package dev.octet.agreement.compiled;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What transformers have between their products: normalization, softmax, attention, sums. */
final class Regions implements Family {
  @Override
  public String name() {
    return "region";
  }

  @Override
  public ImmutableList<String> forms() {
    return ImmutableList.of(
        "softmax",
        "softmax-inner",
        "log-softmax",
        "masked-softmax",
        "layer-norm",
        "layer-norm-plain",
        "add-layer-norm",
        "layer-norm-of-images",
        "rms-norm",
        "group-norm",
        "group-norm-silu",
        "instance-norm",
        "instance-norm-given",
        "vector-norm",
        "vector-norm-of-images",
        "gelu",
        "gelu-tanh",
        "gated",
        "add-mul-add",
        "attention",
        "attention-masked",
        "attention-causal",
        "attention-heads",
        "squeeze-excite");
  }

  @Override
  public ImmutableSet<Numbers> numbers() {
    return ImmutableSet.of(
        Numbers.UNSIGNED, Numbers.SIGNED, Numbers.MIXED, Numbers.FLOAT, Numbers.BFLOAT16);
  }

  @Override
  public List<Value> draw(String form, Sketch sketch) {
    long batch = sketch.pick(1, 2, 3);
    long rows = sketch.pick(1, 3, 7, 16);
    long width = 4 * sketch.pick(1, 3, 8, 17);
    Value result = region(form, sketch, batch, rows, width);
    return List.of(
        sketch.numbers().isQuantized() && sketch.chance(0.6)
            ? sketch.quantize(result, sketch.grid(2))
            : result);
  }

  private static Value region(String form, Sketch sketch, long batch, long rows, long width) {
    return switch (form) {
      case "softmax" -> sketch.call("aten.softmax.int", sketch.given(batch, rows, width), -1);
      case "softmax-inner" -> sketch.call("aten.softmax.int", sketch.given(batch, width, rows), 1);
      case "log-softmax" ->
          sketch.call("aten.log_softmax.int", sketch.given(batch, rows, width), -1);
      case "masked-softmax" ->
          sketch.call(
              "aten.softmax.int",
              sketch.call(
                  "aten.add.Tensor",
                  sketch.call("aten.div.Tensor", sketch.given(batch, 2, rows, width), 8.0),
                  sketch.input(batch, 1, 1, width)),
              -1);
      case "layer-norm" -> layerNorm(sketch, sketch.given(batch, rows, width), width, true);
      case "layer-norm-plain" -> layerNorm(sketch, sketch.given(batch, rows, width), width, false);
      case "add-layer-norm" ->
          layerNorm(
              sketch,
              sketch.call(
                  "aten.add.Tensor",
                  sketch.given(batch, rows, width),
                  sketch.input(batch, rows, width)),
              width,
              true);
      case "layer-norm-of-images" ->
          sketch.call(
              "aten.layer_norm.default",
              sketch.given(batch, rows, 5, 4),
              List.of(5, 4),
              sketch.constants(5, 4),
              sketch.constants(5, 4));
      case "rms-norm" ->
          sketch.call(
              "aten.rms_norm.default",
              sketch.given(batch, rows, width),
              List.of(width),
              sketch.constants(width),
              1e-5);
      case "group-norm" -> groupNorm(sketch, batch, rows, width);
      case "group-norm-silu" ->
          sketch.call("aten.silu.default", groupNorm(sketch, batch, rows, width));
      case "instance-norm" ->
          instanceNorm(sketch, sketch.given(batch, width, rows, 3), width, null, null);
      case "instance-norm-given" ->
          instanceNorm(
              sketch,
              sketch.given(batch, width, rows, 3),
              width,
              sketch.constants(width),
              sketch.call("aten.exp.default", sketch.constants(width)));
      case "vector-norm" -> dividedByNorm(sketch, sketch.given(batch, 2, rows, width));
      case "vector-norm-of-images" -> responseNorm(sketch, batch, rows, width);
      case "gelu" -> sketch.call("aten.gelu.default", sketch.given(batch, rows, width));
      case "gelu-tanh" ->
          sketch.callNamed(
              "aten.gelu.default", "approximate", "tanh", sketch.given(batch, rows, width));
      case "gated" ->
          sketch.call(
              "aten.mul.Tensor",
              sketch.call("aten.silu.default", sketch.given(batch, rows, width)),
              sketch.given(batch, rows, width));
      case "add-mul-add" ->
          sketch.call(
              "aten.add.Tensor",
              sketch.call(
                  "aten.mul.Tensor", sketch.given(batch, rows, width), sketch.constants(width)),
              sketch.given(1, rows, width));
      case "attention" -> attention(sketch, batch, rows, width, null, false);
      case "attention-masked" ->
          attention(sketch, batch, rows, width, sketch.input(batch, 1, rows, rows), false);
      case "attention-causal" -> attention(sketch, batch, rows, width, null, true);
      case "attention-heads" -> attentionOfHeads(sketch, batch, rows, width);
      case "squeeze-excite" -> squeezeExcite(sketch, batch, rows, width);
      default -> throw new IllegalArgumentException(form);
    };
  }

  private static Value layerNorm(Sketch sketch, Value x, long width, boolean affine) {
    return affine
        ? sketch.call(
            "aten.layer_norm.default",
            x,
            List.of(width),
            sketch.constants(width),
            sketch.constants(width))
        : sketch.call("aten.layer_norm.default", x, List.of(width));
  }

  private static Value groupNorm(Sketch sketch, long batch, long rows, long width) {
    return sketch.call(
        "aten.group_norm.default",
        sketch.given(batch, width, rows, 3),
        sketch.pick(1, 2, width / 2),
        sketch.constants(width),
        sketch.constants(width));
  }

  /** By the mean and the variance that are given, else by those of each channel. */
  private static Value instanceNorm(
      Sketch sketch, Value x, long width, @Nullable Value mean, @Nullable Value variance) {
    return sketch.call(
        "aten.instance_norm.default",
        x,
        sketch.constants(width),
        sketch.constants(width),
        mean,
        variance,
        mean == null,
        0.1,
        1e-5,
        false);
  }

  /** As attention by cosines has it. */
  private static Value dividedByNorm(Sketch sketch, Value x) {
    Value norm =
        sketch.call("aten.linalg_vector_norm.default", x, sketch.pick(1, 2), List.of(-1), true);
    return sketch.call("aten.div.Tensor", x, sketch.call("aten.clamp_min.default", norm, 1e-12));
  }

  /** Channels compete by their norms over the image. */
  private static Value responseNorm(Sketch sketch, long batch, long rows, long width) {
    Value x = sketch.given(batch, rows, 3, width);
    Value norm = sketch.call("aten.linalg_vector_norm.default", x, 2, List.of(1, 2), true);
    Value mean =
        sketch.call("aten.add.Tensor", sketch.call("aten.mean.dim", norm, List.of(-1), true), 1e-6);
    Value share = sketch.call("aten.div.Tensor", norm, mean);
    return sketch.call("aten.add.Tensor", sketch.call("aten.mul.Tensor", x, share), x);
  }

  private static Value attention(
      Sketch sketch, long batch, long rows, long width, @Nullable Value mask, boolean causal) {
    return sketch.call(
        "aten.scaled_dot_product_attention.default",
        sketch.given(batch, 2, rows, width),
        sketch.given(batch, 2, rows, width),
        sketch.given(batch, 2, rows, width),
        mask,
        0.0,
        causal);
  }

  /** Linear layers, heads apart, attention, heads together, as encoders have it. */
  private static Value attentionOfHeads(Sketch sketch, long batch, long rows, long width) {
    Value x = sketch.given(batch, rows, width);
    Value attended =
        sketch.call(
            "aten.scaled_dot_product_attention.default",
            heads(sketch, x, batch, rows, width),
            heads(sketch, x, batch, rows, width),
            heads(sketch, x, batch, rows, width));
    Value together = sketch.call("aten.transpose.int", attended, 1, 2);
    return sketch.call("aten.reshape.default", together, List.of(batch, rows, width));
  }

  private static Value heads(Sketch sketch, Value x, long batch, long rows, long width) {
    Value projected =
        sketch.call(
            "aten.linear.default", x, sketch.weight(width, width, width), sketch.constants(width));
    Value apart = sketch.call("aten.view.default", projected, List.of(batch, rows, 4, width / 4));
    return sketch.call("aten.transpose.int", apart, 1, 2);
  }

  private static Value squeezeExcite(Sketch sketch, long batch, long rows, long width) {
    Value x = sketch.given(batch, width, rows, 3);
    Value mean = sketch.call("aten.adaptive_avg_pool2d.default", x, List.of(1, 1));
    Value factor =
        sketch.call(
            "aten.hardsigmoid.default",
            sketch.call("aten.conv2d.default", mean, sketch.constants(width, width, 1, 1)));
    return sketch.call("aten.mul.Tensor", factor, x);
  }
}
