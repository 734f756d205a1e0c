package dev.octet.nn;

/**
 * Transposed convolution over (N, C, L). One kernel size stands for all spatial dimensions; biased
 * unless told otherwise.
 */
public final class ConvTranspose1d extends ConvolutionLayer.Transposed<ConvTranspose1d> {
  public ConvTranspose1d(long inChannels, long outChannels, long... kernel) {
    super(1, inChannels, outChannels, kernel);
  }

  @Override
  ConvTranspose1d self() {
    return this;
  }
}
