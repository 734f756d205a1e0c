package dev.octet.nn;

/**
 * Transposed convolution over (N, C, D, H, W). One kernel size stands for all spatial dimensions;
 * biased unless told otherwise.
 */
public final class ConvTranspose3d extends ConvolutionLayer.Transposed<ConvTranspose3d> {
  public ConvTranspose3d(long inChannels, long outChannels, long... kernel) {
    super(3, inChannels, outChannels, kernel);
  }

  @Override
  ConvTranspose3d self() {
    return this;
  }
}
