package dev.octet.agreement.compiled;

import dev.octet.graph.Value;

/** What stands behind a product, and is computed with it. */
enum Behind {
  NOTHING,
  RELU,
  RELU6,
  HARDTANH,
  HARDSWISH,
  SILU,
  LEAKY_RELU,
  GELU,
  GELU_TANH,
  TANH,
  SIGMOID,
  ADD,
  ADD_RELU,
  /** The product is the second summand. */
  ADD_SECOND_RELU,
  /** The other summand is not quantized. */
  ADD_FLOAT,
  ADD_FLOAT_RELU,
  /** The other summand is what is multiplied. */
  ADD_OWN,
  ADD_OWN_RELU,
  RELU_ADD,
  ADD_SILU;

  boolean addsOwnInput() {
    return this == ADD_OWN || this == ADD_OWN_RELU;
  }

  /**
   * Draws it.
   *
   * @param own what was multiplied
   * @param product the result
   */
  Value draw(Sketch sketch, Value own, Value product) {
    sketch.integers();
    Value result =
        switch (this) {
          case NOTHING -> product;
          case RELU -> mark(sketch, sketch.call("aten.relu.default", product));
          case RELU6 -> mark(sketch, sketch.call("aten.relu6.default", product));
          case HARDTANH -> mark(sketch, sketch.call("aten.hardtanh.default", product, -1.5, 2.0));
          case HARDSWISH -> mark(sketch, sketch.call("aten.hardswish.default", product));
          case SILU -> mark(sketch, sketch.call("aten.silu.default", product));
          case LEAKY_RELU -> mark(sketch, sketch.call("aten.leaky_relu.default", product, 0.1));
          case GELU -> mark(sketch, sketch.call("aten.gelu.default", product));
          case GELU_TANH ->
              mark(sketch, sketch.callNamed("aten.gelu.default", "approximate", "tanh", product));
          case TANH -> mark(sketch, sketch.call("aten.tanh.default", product));
          case SIGMOID -> mark(sketch, sketch.call("aten.sigmoid.default", product));
          case ADD -> add(sketch, product, other(sketch, product));
          case ADD_RELU -> relu(sketch, add(sketch, product, other(sketch, product)));
          case ADD_SECOND_RELU -> relu(sketch, add(sketch, other(sketch, product), product));
          case ADD_FLOAT -> add(sketch, product, sketch.input(product.tensorType()));
          case ADD_FLOAT_RELU ->
              relu(sketch, add(sketch, sketch.input(product.tensorType()), product));
          case ADD_OWN -> add(sketch, product, own);
          case ADD_OWN_RELU -> relu(sketch, add(sketch, own, product));
          case RELU_ADD -> add(sketch, relu(sketch, product), other(sketch, product));
          case ADD_SILU ->
              mark(
                  sketch,
                  sketch.call("aten.silu.default", add(sketch, product, other(sketch, product))));
        };
    sketch.together(product);
    if (sketch.numbers().isQuantized()
        && sketch.numbers() != Numbers.DYNAMIC
        && sketch.chance(0.7)) {
      result = sketch.quantize(result, sketch.grid(4));
      sketch.together(result);
      // What a kernel writes for the caller it writes over nothing of its own.
      if (sketch.chance(0.4)) {
        result = sketch.call("aten.unsqueeze.default", result, 0L);
      }
    }
    return result;
  }

  private static Value other(Sketch sketch, Value product) {
    Value given = sketch.input(product.tensorType());
    return sketch.numbers() == Numbers.DYNAMIC ? given : sketch.rounded(given);
  }

  private static Value add(Sketch sketch, Value first, Value second) {
    return mark(sketch, sketch.call("aten.add.Tensor", first, second));
  }

  private static Value relu(Sketch sketch, Value value) {
    return mark(sketch, sketch.call("aten.relu.default", value));
  }

  private static Value mark(Sketch sketch, Value value) {
    sketch.together(value);
    return value;
  }
}
