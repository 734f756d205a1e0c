package dev.octet.nn;

/**
 * Convolution over (N, C, H, W). One kernel size stands for all spatial dimensions; biased unless
 * told otherwise.
 */
public final class Conv2d extends ConvolutionLayer.Plain<Conv2d> {
  public Conv2d(long inChannels, long outChannels, long... kernel) {
    super(2, inChannels, outChannels, kernel);
  }

  @Override
  Conv2d self() {
    return this;
  }
}
