package dev.octet.quantizer.spec;

import dev.octet.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that is observed, and quantized with what the observer found.
 *
 * @param dtype the type of the quantized tensor; observers that compute parameters take s8, u8, s16
 *     and s32
 * @param observer what watches the tensor
 * @param range the integers to use; null for those of the type
 * @param qscheme null only for observers that compute no parameters
 * @param channelAxis the axis of per-channel schemes, at least 0; per-tensor observers do not look
 *     at it
 * @param isDynamic whether scale and zero point are computed at each run of the quantized model
 */
public record QuantizationSpec(
    DType dtype,
    ObserverKind observer,
    @Nullable QuantRange range,
    @Nullable QScheme qscheme,
    @Nullable Integer channelAxis,
    boolean isDynamic)
    implements QuantizationSpecBase {

  public QuantizationSpec {
    String what = observer.className() + " for " + dtype;
    if (range != null && !range.fits(dtype)) {
      throw new SpecException(
          what + ": quantization range " + range + " is not within " + limits(dtype));
    }
    if (channelAxis != null && channelAxis < 0) {
      throw new SpecException(
          what
              + ": channel axis "
              + channelAxis
              + " is negative; count from the first dimension, which is 0");
    }
    if (observer.computesQParams()) {
      QuantRange.of(dtype); // refuses types that are not quantized to
      checkScheme(what, observer, qscheme);
    }
    if (observer.isPerChannel()) {
      if (channelAxis == null) {
        throw new SpecException(
            what
                + ": needs a channel axis; convolution and linear weights have their output"
                + " channels at axis 0");
      }
      if (isDynamic) {
        throw new SpecException(what + ": does not support dynamic quantization; use Placeholder");
      }
    }
    if (isDynamic) {
      if (observer instanceof ObserverKind.Histogram) {
        throw new SpecException(
            what + ": does not support dynamic quantization; use Placeholder or MinMax");
      }
      if (observer instanceof ObserverKind.MovingAverageMinMax average
          && average.averagingConstant() != 1) {
        throw new SpecException(
            what
                + ": dynamic quantization looks at one tensor at a time; the averaging constant"
                + " must be 1, found "
                + average.averagingConstant());
      }
    }
  }

  private static void checkScheme(String what, ObserverKind observer, @Nullable QScheme qscheme) {
    String expected =
        observer.isPerChannel()
            ? "per_channel_affine, per_channel_symmetric or per_channel_affine_float_qparams"
            : "per_tensor_affine or per_tensor_symmetric";
    if (qscheme == null || qscheme.isPerChannel() != observer.isPerChannel()) {
      throw new SpecException(
          what
              + ": scheme "
              + (qscheme == null ? "(none)" : qscheme)
              + " does not suit it; expected "
              + expected);
    }
  }

  private static String limits(DType dtype) {
    return dtype.isInteger()
        ? dtype + ", which holds " + dtype.minValue() + ".." + dtype.maxValue()
        : dtype + ", which has no integer range; leave it out";
  }

  @Override
  public Traits traits() {
    return new Traits(dtype, isDynamic, range, qscheme, channelAxis, null, null);
  }

  /** A builder that starts from the type and the observer; everything else is absent. */
  public static Builder builder(DType dtype, ObserverKind observer) {
    return new Builder(dtype, observer);
  }

  /** A builder that starts from this spec. */
  public Builder toBuilder() {
    Builder builder = new Builder(dtype, observer).dynamic(isDynamic);
    builder.range = range;
    builder.qscheme = qscheme;
    builder.channelAxis = channelAxis;
    return builder;
  }

  /** Collects the fields of a spec; {@link #build} checks them. Not thread-safe. */
  public static final class Builder {
    private final DType dtype;
    private ObserverKind observer;
    private @Nullable QuantRange range;
    private @Nullable QScheme qscheme;
    private @Nullable Integer channelAxis;
    private boolean isDynamic;

    private Builder(DType dtype, ObserverKind observer) {
      this.dtype = dtype;
      this.observer = observer;
    }

    /** What watches the tensor, in place of what the builder was made with. */
    public Builder observer(ObserverKind kind) {
      this.observer = kind;
      return this;
    }

    /**
     * The integers to use, both ends included; without it all of the type.
     *
     * @throws SpecException unless {@code min} is less than {@code max}
     */
    public Builder range(long min, long max) {
      this.range = new QuantRange(min, max);
      return this;
    }

    /** How scale and zero point are laid out; none for observers that compute nothing. */
    public Builder qscheme(QScheme scheme) {
      this.qscheme = scheme;
      return this;
    }

    /** The dimension of the channels, from 0, for a scheme per channel. */
    public Builder channelAxis(int axis) {
      this.channelAxis = axis;
      return this;
    }

    /** Whether each run computes scale and zero point; false unless set. */
    public Builder dynamic(boolean dynamic) {
      this.isDynamic = dynamic;
      return this;
    }

    /**
     * The spec.
     *
     * @throws SpecException if the fields do not fit each other
     */
    public QuantizationSpec build() {
      return new QuantizationSpec(dtype, observer, range, qscheme, channelAxis, isDynamic);
    }
  }
}
