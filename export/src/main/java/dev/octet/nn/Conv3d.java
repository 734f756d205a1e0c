package dev.octet.nn;

/**
 * Convolution over (N, C, D, H, W). One kernel size stands for all spatial dimensions; biased
 * unless told otherwise.
 */
public final class Conv3d extends ConvolutionLayer.Plain<Conv3d> {
  public Conv3d(long inChannels, long outChannels, long... kernel) {
    super(3, inChannels, outChannels, kernel);
  }

  @Override
  Conv3d self() {
    return this;
  }
}
