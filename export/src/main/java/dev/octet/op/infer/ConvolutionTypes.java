package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Convolutions over one to three dimensions. Input: (batch, channels, spatial…) or without batch;
 * weight: (out, in / groups, kernel…), transposed (in, out / groups, kernel…).
 */
final class ConvolutionTypes {
  private ConvolutionTypes() {}

  static void register(TypeRules rules) {
    rules.add(
        in -> forward(in, false),
        "aten.conv1d.default",
        "aten.conv2d.default",
        "aten.conv3d.default");
    rules.add(
        ConvolutionTypes::named,
        "aten.conv1d.padding",
        "aten.conv2d.padding",
        "aten.conv3d.padding");
    rules.add(
        ConvolutionTypes::transposed,
        "aten.conv_transpose1d.default",
        "aten.conv_transpose2d.input",
        "aten.conv_transpose3d.input");
    rules.add(
        in -> in.bool("transposed") ? transposed(in) : forward(in, false),
        "aten.convolution.default",
        "aten._convolution.default",
        "aten._convolution.deprecated");
  }

  private static List<ValueType> named(TypeArguments in) {
    return switch (in.string("padding")) {
      case "valid" -> forward(in, true);
      case "same" -> same(in);
      case String other ->
          throw new InputException(
              String.format(
                  Locale.ROOT,
                  "%s: argument 'padding' is '%s', expected 'valid' or 'same'",
                  in.op().name(),
                  other));
    };
  }

  private static List<ValueType> same(TypeArguments in) {
    TensorType input = in.tensor("input");
    int dimensions = spatialRank(in, input);
    requireFit(in, input, in.tensor("weight"), dimensions, 1, in.integer("groups"));
    for (long stride : Window.spread(in, "stride", dimensions, 1)) {
      if (stride != 1) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s: padding 'same' needs stride 1, found %d",
                in.op().name(),
                stride));
      }
    }
    int channels = input.rank() - dimensions - 1;
    return List.of(
        input.withSizes(Sizes.with(input.sizes(), channels, in.tensor("weight").size(0))));
  }

  private static List<ValueType> forward(TypeArguments in, boolean unpadded) {
    TensorType input = in.tensor("input");
    TensorType weight = in.tensor("weight");
    int dimensions = spatialRank(in, input);
    requireFit(in, input, weight, dimensions, 1, in.integer("groups"));
    List<Long> strides = Window.spread(in, "stride", dimensions, 1);
    List<Long> dilations = Window.spread(in, "dilation", dimensions, 1);
    List<Long> paddings =
        unpadded
            ? Collections.nCopies(dimensions, 0L)
            : Window.spread(in, "padding", dimensions, 0);
    List<SymInt> sizes = new ArrayList<>(input.sizes().subList(0, input.rank() - dimensions - 1));
    sizes.add(weight.size(0));
    for (int i = 0; i < dimensions; i++) {
      SymInt size = input.size(i - dimensions);
      Window window =
          new Window(weight.size(i + 2), strides.get(i), paddings.get(i), dilations.get(i));
      sizes.add(Window.require(in, window.positions(size), size, 1));
    }
    return List.of(input.withSizes(sizes));
  }

  private static List<ValueType> transposed(TypeArguments in) {
    TensorType input = in.tensor("input");
    TensorType weight = in.tensor("weight");
    int dimensions = spatialRank(in, input);
    long groups = in.integer("groups");
    requireFit(in, input, weight, dimensions, 0, groups);
    List<Long> strides = Window.spread(in, "stride", dimensions, 1);
    List<Long> dilations = Window.spread(in, "dilation", dimensions, 1);
    List<Long> paddings = Window.spread(in, "padding", dimensions, 0);
    List<Long> extras = Window.spread(in, "output_padding", dimensions, 0);
    List<SymInt> sizes = new ArrayList<>(input.sizes().subList(0, input.rank() - dimensions - 1));
    sizes.add(weight.size(1).multiply(groups));
    for (int i = 0; i < dimensions; i++) {
      if (extras.get(i) >= Math.max(strides.get(i), dilations.get(i))) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s: output_padding %s must be smaller than stride %s or dilation %s",
                in.op().name(),
                extras,
                strides,
                dilations));
      }
      SymInt size = input.size(i - dimensions);
      Window window =
          new Window(weight.size(i + 2), strides.get(i), paddings.get(i), dilations.get(i));
      sizes.add(Window.require(in, window.transposed(size, extras.get(i)), size, 1));
    }
    return List.of(input.withSizes(sizes));
  }

  private static int spatialRank(TypeArguments in, TensorType input) {
    TensorType weight = in.tensor("weight");
    int dimensions = weight.rank() - 2;
    if (dimensions < 1 || dimensions > 3) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the weight %s has %d dimensions, expected 3 to 5",
              in.op().name(),
              weight,
              weight.rank()));
    }
    if (input.rank() != dimensions + 1 && input.rank() != dimensions + 2) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the input %s does not go with the weight %s, expected %d or %d dimensions",
              in.op().name(),
              input,
              weight,
              dimensions + 1,
              dimensions + 2));
    }
    return dimensions;
  }

  /**
   * Refuses channel counts, groups or element types that do not fit.
   *
   * @param inputAxis the weight's dimension that runs along the input channels: 1, or 0 if
   *     transposed
   */
  private static void requireFit(
      TypeArguments in,
      TensorType input,
      TensorType weight,
      int dimensions,
      int inputAxis,
      long groups) {
    if (groups < 1) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: groups is %d, expected at least 1", in.op().name(), groups));
    }
    SymInt channels = input.size(-dimensions - 1);
    SymInt expected = inputAxis == 1 ? weight.size(1).multiply(groups) : weight.size(0);
    boolean differ = channels.isConstant() && expected.isConstant() && !channels.equals(expected);
    boolean uneven = weight.size(0).isConstant() && weight.size(0).constant() % groups != 0;
    if (differ || uneven) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the input %s has %s channels, the weight %s with %d groups expects %s%s",
              in.op().name(),
              input,
              channels,
              weight,
              groups,
              expected,
              uneven ? ", and its first dimension must be a multiple of the groups" : ""));
    }
    if (input.dtype() != weight.dtype()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the input is %s, the weight %s; expected one element type",
              in.op().name(),
              input,
              weight));
    }
    in.optionalTensor("bias")
        .ifPresent(bias -> {
          SymInt out = inputAxis == 1 ? weight.size(0) : weight.size(1).multiply(groups);
          Sizes.requireEqual(in, "'bias'", bias.sizes(), List.of(out));
          if (bias.dtype() != input.dtype()) {
            throw new InputException(
                String.format(
                    Locale.ROOT,
                    "%s: the input is %s, the bias %s; expected one element type",
                    in.op().name(),
                    input,
                    bias));
          }
        });
  }
}
