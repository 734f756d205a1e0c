package dev.octet.nn;

import java.util.List;
import java.util.Optional;

/** What the pools with a moving window share. Settings are made before the layer is first used. */
abstract sealed class Pooling<L extends Pooling<L>> extends Module
    permits Pooling.Max, Pooling.Average {
  final int spatial;
  final long[] kernel;
  long[] stride;
  long[] padding;
  boolean ceil;

  Pooling(int spatial, long... kernel) {
    this.spatial = spatial;
    this.kernel = Spatial.repeat(kernel, spatial).clone();
    this.stride = this.kernel;
    this.padding = Spatial.fill(0, spatial);
  }

  abstract L self();

  abstract String kind();

  /** Steps of the window; the kernel size unless told otherwise. */
  public L stride(long... value) {
    stride = Spatial.repeat(value, spatial).clone();
    return self();
  }

  public L padding(long... value) {
    padding = Spatial.repeat(value, spatial).clone();
    return self();
  }

  /** Whether a window that only partly fits at the end still gives an output. */
  public L ceilMode(boolean value) {
    ceil = value;
    return self();
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.pooling." + kind() + "Pool" + spatial + "d";
  }

  @Override
  public List<String> argumentNames() {
    return List.of("input");
  }

  /** The largest element of each window. */
  abstract static sealed class Max<L extends Max<L>> extends Pooling<L>
      permits MaxPool1d, MaxPool2d, MaxPool3d {
    private long[] dilation;

    Max(int spatial, long... kernel) {
      super(spatial, kernel);
      this.dilation = Spatial.fill(1, spatial);
    }

    public L dilation(long... value) {
      dilation = Spatial.repeat(value, spatial).clone();
      return self();
    }

    @Override
    String kind() {
      return "Max";
    }

    @Override
    protected Variable forward(Variable x) {
      return Functional.maxPool(spatial, x, kernel, stride, padding, dilation, ceil);
    }
  }

  /** The mean of each window. */
  abstract static sealed class Average<L extends Average<L>> extends Pooling<L>
      permits AvgPool1d, AvgPool2d, AvgPool3d {
    private boolean countPadding = true;

    Average(int spatial, long... kernel) {
      super(spatial, kernel);
    }

    /** Whether padding counts as elements of the mean; true unless told otherwise. */
    public L countIncludePad(boolean value) {
      countPadding = value;
      return self();
    }

    @Override
    String kind() {
      return "Avg";
    }

    @Override
    protected Variable forward(Variable x) {
      return Functional.avgPool(
          spatial, x, kernel, stride, padding, ceil, countPadding, Optional.empty());
    }
  }
}
