package dev.octet.nn.models;

import dev.octet.nn.BatchNorm2d;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Module;
import dev.octet.nn.ReLU;
import dev.octet.nn.Sequential;
import dev.octet.nn.Variable;
import org.jspecify.annotations.Nullable;

/** The residual block of the smaller ResNets: two 3×3 convolutions. */
final class BasicBlock extends Module {
  private final Conv2d conv1;
  private final BatchNorm2d bn1;
  private final ReLU relu;
  private final Conv2d conv2;
  private final BatchNorm2d bn2;
  private final @Nullable Sequential downsample;

  BasicBlock(long in, long width, long stride) {
    conv1 = add("conv1", ResNet.convolution(in, width, 3).stride(stride).padding(1));
    bn1 = add("bn1", new BatchNorm2d(width));
    relu = add("relu", new ReLU(true));
    conv2 = add("conv2", ResNet.convolution(width, width, 3).padding(1));
    bn2 = add("bn2", new BatchNorm2d(width));
    downsample =
        stride == 1 && in == width ? null : add("downsample", ResNet.downsample(in, width, stride));
  }

  @Override
  protected Variable forward(Variable x) {
    Variable y = relu.call(bn1.call(conv1.call(x)));
    Variable z = bn2.call(conv2.call(y));
    return relu.call(z.addInPlace(downsample == null ? x : downsample.call(x)));
  }

  @Override
  public String typeName() {
    return "torchvision.models.resnet.BasicBlock";
  }
}
