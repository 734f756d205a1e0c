package dev.octet.op.infer;

import com.google.common.collect.ImmutableList;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sampling of an image at the points of a grid, and grids of affine maps. */
final class GridSamplerTypes {
  private GridSamplerTypes() {}

  static void register(TypeRules rules) {
    rules.add(
        GridSamplerTypes::sampled,
        "aten.grid_sampler.default",
        "aten.grid_sampler_2d.default",
        "aten.grid_sampler_3d.default");
    rules.add(GridSamplerTypes::affine, "aten.affine_grid_generator.default");
  }

  private static List<ValueType> sampled(TypeArguments in) {
    TensorType input = in.tensor("input");
    TensorType grid = in.tensor("grid");
    int dimensions = input.rank() - 2;
    if (dimensions < 2 || dimensions > 3 || grid.rank() != input.rank()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: input and grid are %s and %s, expected 4 or 5 dimensions each",
              in.op().name(),
              input,
              grid));
    }
    if (input.dtype() != grid.dtype() || !input.dtype().isFloatingPoint()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: input and grid are %s and %s, expected one floating-point type",
              in.op().name(),
              input,
              grid));
    }
    Sizes.requireEqual(
        in,
        "the grid",
        List.of(grid.size(0), grid.size(-1)),
        List.of(input.size(0), SymInt.of(dimensions)));
    List<SymInt> sizes = new ArrayList<>(input.sizes().subList(0, 2));
    sizes.addAll(grid.sizes().subList(1, grid.rank() - 1));
    return List.of(input.withSizes(sizes));
  }

  private static List<ValueType> affine(TypeArguments in) {
    TensorType theta = in.tensor("theta");
    ImmutableList<SymInt> size = in.symInts("size");
    int dimensions = size.size() - 2;
    if (dimensions < 2 || dimensions > 3 || theta.rank() != 3) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: theta is %s and the size %s, expected 3 dimensions and 4 or 5 sizes",
              in.op().name(),
              theta,
              size));
    }
    Sizes.requireEqual(
        in,
        "theta",
        theta.sizes(),
        List.of(size.get(0), SymInt.of(dimensions), SymInt.of(dimensions + 1)));
    List<SymInt> sizes = new ArrayList<>();
    sizes.add(size.get(0));
    sizes.addAll(size.subList(2, size.size()));
    sizes.add(SymInt.of(dimensions));
    return List.of(theta.withSizes(sizes));
  }
}
