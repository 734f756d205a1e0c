package dev.octet.nn;

/**
 * Convolution over (N, C, L). One kernel size stands for all spatial dimensions; biased unless told
 * otherwise.
 */
public final class Conv1d extends ConvolutionLayer.Plain<Conv1d> {
  public Conv1d(long inChannels, long outChannels, long... kernel) {
    super(1, inChannels, outChannels, kernel);
  }

  @Override
  Conv1d self() {
    return this;
  }
}
