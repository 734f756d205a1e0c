package dev.octet.nn.models;

import dev.octet.nn.BatchNorm2d;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Initializer;
import dev.octet.nn.ReLU6;
import dev.octet.nn.Sequential;

/** Convolution, batch normalisation and ReLU6. */
final class Conv2dNormActivation extends Sequential {
  Conv2dNormActivation(long in, long out, long kernel, long stride, long groups) {
    super(
        convolution(in, out, kernel, groups).stride(stride).padding((kernel - 1) / 2),
        new BatchNorm2d(out),
        new ReLU6(true));
  }

  static Conv2d convolution(long in, long out, long kernel, long groups) {
    return new Conv2d(in, out, kernel)
        .bias(false)
        .groups(groups)
        .weight(Initializer.kaimingNormalFanOut(out * kernel * kernel / groups));
  }

  @Override
  public String typeName() {
    return "torchvision.ops.misc.Conv2dNormActivation";
  }
}
