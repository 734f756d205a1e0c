package dev.octet.nn.models;

import dev.octet.nn.BatchNorm2d;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Module;
import dev.octet.nn.ReLU;
import dev.octet.nn.Sequential;
import dev.octet.nn.Variable;
import org.jspecify.annotations.Nullable;

/**
 * The residual block of the larger ResNets: a 3×3 convolution between two 1×1 ones; the stride is
 * in the middle.
 */
final class Bottleneck extends Module {
  static final long EXPANSION = 4;

  private final Conv2d conv1;
  private final BatchNorm2d bn1;
  private final Conv2d conv2;
  private final BatchNorm2d bn2;
  private final Conv2d conv3;
  private final BatchNorm2d bn3;
  private final ReLU relu;
  private final @Nullable Sequential downsample;

  Bottleneck(long in, long width, long stride) {
    long out = width * EXPANSION;
    conv1 = add("conv1", ResNet.convolution(in, width, 1));
    bn1 = add("bn1", new BatchNorm2d(width));
    conv2 = add("conv2", ResNet.convolution(width, width, 3).stride(stride).padding(1));
    bn2 = add("bn2", new BatchNorm2d(width));
    conv3 = add("conv3", ResNet.convolution(width, out, 1));
    bn3 = add("bn3", new BatchNorm2d(out));
    relu = add("relu", new ReLU(true));
    downsample =
        stride == 1 && in == out ? null : add("downsample", ResNet.downsample(in, out, stride));
  }

  @Override
  protected Variable forward(Variable x) {
    Variable y = relu.call(bn1.call(conv1.call(x)));
    Variable z = bn3.call(conv3.call(relu.call(bn2.call(conv2.call(y)))));
    return relu.call(z.addInPlace(downsample == null ? x : downsample.call(x)));
  }

  @Override
  public String typeName() {
    return "torchvision.models.resnet.Bottleneck";
  }
}
