package dev.octet.nn;

import java.util.List;

/** What the pools with a given output size share. */
abstract sealed class AdaptivePooling extends Module
    permits AdaptiveAvgPool1d,
        AdaptiveAvgPool2d,
        AdaptiveAvgPool3d,
        AdaptiveMaxPool1d,
        AdaptiveMaxPool2d,
        AdaptiveMaxPool3d {
  private final boolean average;
  private final int spatial;
  private final long[] outputSize;

  AdaptivePooling(boolean average, int spatial, long... outputSize) {
    this.average = average;
    this.spatial = spatial;
    this.outputSize = Spatial.repeat(outputSize, spatial).clone();
  }

  @Override
  protected Variable forward(Variable x) {
    return average
        ? Functional.adaptiveAvgPool(spatial, x, outputSize)
        : Functional.adaptiveMaxPool(spatial, x, outputSize);
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.pooling.Adaptive" + (average ? "Avg" : "Max") + "Pool" + spatial + "d";
  }

  @Override
  public List<String> argumentNames() {
    return List.of("input");
  }
}
