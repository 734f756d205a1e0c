package dev.octet.op.infer;

import com.google.common.collect.ImmutableList;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Pools over the last one to three dimensions, with a fixed window or a fixed number of results.
 */
final class PoolingTypes {
  private PoolingTypes() {}

  static void register(TypeRules rules) {
    for (int rank = 1; rank <= 3; rank++) {
      int dimensions = rank;
      String d = rank + "d";
      rules.add(
          in -> List.of(windowed(in, dimensions)),
          "aten.max_pool" + d + ".default",
          "aten.avg_pool" + d + ".default");
      rules.add(
          in -> withIndices(windowed(in, dimensions)),
          "aten.max_pool" + d + "_with_indices.default");
      rules.add(in -> List.of(adaptive(in, dimensions)), "aten.adaptive_avg_pool" + d + ".default");
      rules.add(
          in -> withIndices(adaptive(in, dimensions)), "aten.adaptive_max_pool" + d + ".default");
      if (rank > 1) {
        rules.add(
            in -> List.of(adaptive(in, dimensions)), "aten._adaptive_avg_pool" + d + ".default");
      }
    }
  }

  private static List<ValueType> withIndices(TensorType values) {
    return List.of(values, values.withDType(DType.INT64));
  }

  private static TensorType windowed(TypeArguments in, int dimensions) {
    TensorType input = input(in, dimensions);
    List<Long> kernel = Window.spread(in, "kernel_size", dimensions, 1);
    List<Long> stride =
        in.longs("stride").isEmpty() ? kernel : Window.spread(in, "stride", dimensions, 1);
    List<Long> padding = Window.spread(in, "padding", dimensions, 0);
    List<Long> dilation =
        in.has("dilation")
            ? Window.spread(in, "dilation", dimensions, 1)
            : Collections.nCopies(dimensions, 1L);
    List<SymInt> sizes = leading(input, dimensions);
    for (int i = 0; i < dimensions; i++) {
      if (2 * padding.get(i) > kernel.get(i)) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s: padding %s is more than half of the kernel %s",
                in.op().name(),
                padding,
                kernel));
      }
      SymInt size = input.size(i - dimensions);
      Window window =
          new Window(SymInt.of(kernel.get(i)), stride.get(i), padding.get(i), dilation.get(i));
      SymInt positions =
          in.bool("ceil_mode") ? window.positionsRoundedUp(size) : window.positions(size);
      sizes.add(Window.require(in, positions, size, 1));
    }
    return input.withSizes(sizes);
  }

  private static TensorType adaptive(TypeArguments in, int dimensions) {
    TensorType input = input(in, dimensions);
    ImmutableList<SymInt> wanted = in.symInts("output_size");
    if (wanted.size() != dimensions) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: argument 'output_size' is %s, expected %d sizes",
              in.op().name(),
              wanted,
              dimensions));
    }
    List<SymInt> sizes = leading(input, dimensions);
    sizes.addAll(wanted);
    return input.withSizes(sizes);
  }

  private static TensorType input(TypeArguments in, int dimensions) {
    TensorType input = in.tensor("self");
    if (input.rank() != dimensions + 1 && input.rank() != dimensions + 2) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the input is %s, expected %d or %d dimensions",
              in.op().name(),
              input,
              dimensions + 1,
              dimensions + 2));
    }
    return input;
  }

  private static List<SymInt> leading(TensorType input, int dimensions) {
    return new ArrayList<>(input.sizes().subList(0, input.rank() - dimensions));
  }
}
