package dev.octet.op.infer;

import com.google.common.collect.ImmutableList;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The windows of an image as columns, and back. The batch may be absent. */
final class ColumnImageTypes {
  private ColumnImageTypes() {}

  static void register(TypeRules rules) {
    rules.add(ColumnImageTypes::columns, "aten.im2col.default");
    rules.add(ColumnImageTypes::image, "aten.col2im.default");
  }

  private static SymInt positions(TypeArguments in, List<SymInt> image) {
    List<Long> kernel = Window.spread(in, "kernel_size", 2, 1);
    List<Long> stride = Window.spread(in, "stride", 2, 1);
    List<Long> padding = Window.spread(in, "padding", 2, 0);
    List<Long> dilation = Window.spread(in, "dilation", 2, 1);
    SymInt product = SymInt.ONE;
    for (int i = 0; i < 2; i++) {
      Window window =
          new Window(SymInt.of(kernel.get(i)), stride.get(i), padding.get(i), dilation.get(i));
      product =
          product.multiply(Window.require(in, window.positions(image.get(i)), image.get(i), 1));
    }
    return product;
  }

  private static long taps(TypeArguments in) {
    return Window.spread(in, "kernel_size", 2, 1).stream().reduce(1L, (a, b) -> a * b);
  }

  private static List<ValueType> columns(TypeArguments in) {
    TensorType image = in.tensor("self");
    requireRank(in, image, 3);
    List<SymInt> sizes = new ArrayList<>(image.sizes().subList(0, image.rank() - 3));
    sizes.add(image.size(-3).multiply(taps(in)));
    sizes.add(positions(in, image.sizes().subList(image.rank() - 2, image.rank())));
    return List.of(image.withSizes(sizes));
  }

  private static List<ValueType> image(TypeArguments in) {
    TensorType columns = in.tensor("self");
    requireRank(in, columns, 2);
    ImmutableList<SymInt> output = in.symInts("output_size");
    Sizes.requireEqual(
        in, "the end of " + columns, List.of(columns.size(-1)), List.of(positions(in, output)));
    SymInt rows = columns.size(-2);
    if (rows.isConstant() && rows.constant() % taps(in) != 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %s rows of %s do not divide into windows of %d",
              in.op().name(),
              rows,
              columns,
              taps(in)));
    }
    List<SymInt> sizes = new ArrayList<>(columns.sizes().subList(0, columns.rank() - 2));
    sizes.add(rows.floorDivide(taps(in)));
    sizes.addAll(output);
    return List.of(columns.withSizes(sizes));
  }

  private static void requireRank(TypeArguments in, TensorType type, int unbatched) {
    if (type.rank() != unbatched && type.rank() != unbatched + 1) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the input is %s, expected %d or %d dimensions",
              in.op().name(),
              type,
              unbatched,
              unbatched + 1));
    }
  }
}
