package dev.octet.nn;

/**
 * Transposed convolution over (N, C, H, W). One kernel size stands for all spatial dimensions;
 * biased unless told otherwise.
 */
public final class ConvTranspose2d extends ConvolutionLayer.Transposed<ConvTranspose2d> {
  public ConvTranspose2d(long inChannels, long outChannels, long... kernel) {
    super(2, inChannels, outChannels, kernel);
  }

  @Override
  ConvTranspose2d self() {
    return this;
  }
}
