package dev.octet.nn;

import dev.octet.tensor.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the six convolution layers share. Settings are made before the layer is first used. */
abstract sealed class ConvolutionLayer<L extends ConvolutionLayer<L>> extends Module
    permits ConvolutionLayer.Plain, ConvolutionLayer.Transposed {
  final int spatial;
  final long inChannels;
  final long outChannels;
  final long[] kernel;
  long[] stride;
  long[] padding;
  long[] dilation;
  long groups = 1;
  boolean hasBias = true;
  private @Nullable Initializer weightInitializer;
  private @Nullable State weight;
  private @Nullable State bias;

  ConvolutionLayer(int spatial, long inChannels, long outChannels, long... kernel) {
    this.spatial = spatial;
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernel = Spatial.repeat(kernel, spatial).clone();
    this.stride = Spatial.fill(1, spatial);
    this.padding = Spatial.fill(0, spatial);
    this.dilation = Spatial.fill(1, spatial);
    register();
  }

  abstract L self();

  /** (out, in / groups, kernel…), or for a transposed layer (in, out / groups, kernel…). */
  abstract long[] weightSizes();

  private void register() {
    remove("weight");
    remove("bias");
    if (groups < 1 || inChannels % groups != 0 || outChannels % groups != 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s with %d input and %d output channels cannot have %d groups",
              typeName(),
              inChannels,
              outChannels,
              groups));
    }
    long[] sizes = weightSizes();
    long fanIn = Arrays.stream(sizes, 1, sizes.length).reduce(1, Math::multiplyExact);
    Initializer initializer =
        weightInitializer == null ? Initializer.fanIn(fanIn) : weightInitializer;
    weight = parameter("weight", initializer, sizes);
    bias = hasBias ? parameter("bias", Initializer.fanIn(fanIn), outChannels) : null;
  }

  /** Steps of the window: one number, or one for each spatial dimension. */
  public L stride(long... value) {
    stride = Spatial.repeat(value, spatial).clone();
    return self();
  }

  /** Zeros added at both ends: one number, or one for each spatial dimension. */
  public L padding(long... value) {
    padding = Spatial.repeat(value, spatial).clone();
    return self();
  }

  public L dilation(long... value) {
    dilation = Spatial.repeat(value, spatial).clone();
    return self();
  }

  public L groups(long value) {
    groups = value;
    register();
    return self();
  }

  public L bias(boolean value) {
    hasBias = value;
    register();
    return self();
  }

  /** What the weight starts with instead of PyTorch's default. */
  public L weight(Initializer initializer) {
    weightInitializer = initializer;
    register();
    return self();
  }

  final Variable weightValue() {
    return java.util.Objects.requireNonNull(weight).get();
  }

  final @Nullable Variable biasValue() {
    return bias == null ? null : bias.get();
  }

  @Override
  public List<String> argumentNames() {
    return List.of("input");
  }

  /** A convolution over 1 to 3 spatial dimensions. */
  abstract static sealed class Plain<L extends Plain<L>> extends ConvolutionLayer<L>
      permits Conv1d, Conv2d, Conv3d {
    private boolean same;

    Plain(int spatial, long inChannels, long outChannels, long... kernel) {
      super(spatial, inChannels, outChannels, kernel);
    }

    @Override
    long[] weightSizes() {
      long[] sizes = new long[spatial + 2];
      sizes[0] = outChannels;
      sizes[1] = inChannels / groups;
      System.arraycopy(kernel, 0, sizes, 2, spatial);
      return sizes;
    }

    /** Pads so that the output is as large as the input, for stride 1. */
    public L paddingSame() {
      same = true;
      return self();
    }

    @Override
    protected Variable forward(Variable x) {
      return Functional.convolution(
          spatial,
          x,
          weightValue(),
          biasValue(),
          stride,
          same ? (Object) "same" : (Object) padding,
          dilation,
          groups);
    }

    @Override
    public String typeName() {
      return "torch.nn.modules.conv.Conv" + spatial + "d";
    }
  }

  /** A transposed convolution over 1 to 3 spatial dimensions. */
  abstract static sealed class Transposed<L extends Transposed<L>> extends ConvolutionLayer<L>
      permits ConvTranspose1d, ConvTranspose2d, ConvTranspose3d {
    private long[] outputPadding;

    Transposed(int spatial, long inChannels, long outChannels, long... kernel) {
      super(spatial, inChannels, outChannels, kernel);
      this.outputPadding = Spatial.fill(0, spatial);
    }

    @Override
    long[] weightSizes() {
      long[] sizes = new long[spatial + 2];
      sizes[0] = inChannels;
      sizes[1] = outChannels / groups;
      System.arraycopy(kernel, 0, sizes, 2, spatial);
      return sizes;
    }

    /** Rows added at one end of the output: one number, or one for each spatial dimension. */
    public L outputPadding(long... value) {
      outputPadding = Spatial.repeat(value, spatial).clone();
      return self();
    }

    @Override
    protected Variable forward(Variable x) {
      return Functional.transposedConvolution(
          spatial, x, weightValue(), biasValue(), stride, padding, outputPadding, groups, dilation);
    }

    @Override
    public String typeName() {
      return "torch.nn.modules.conv.ConvTranspose" + spatial + "d";
    }
  }
}
