package dev.octet.nn.models;

import dev.octet.nn.AdaptiveAvgPool2d;
import dev.octet.nn.BatchNorm2d;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Initializer;
import dev.octet.nn.Linear;
import dev.octet.nn.MaxPool2d;
import dev.octet.nn.Module;
import dev.octet.nn.ReLU;
import dev.octet.nn.Sequential;
import dev.octet.nn.Torch;
import dev.octet.nn.Variable;

/** ResNet for images (N, 3, H, W) and 1000 classes, as torchvision builds it. */
final class ResNet extends Module {
  private static final long CLASSES = 1000;
  private static final long[] WIDTHS = {64, 128, 256, 512};

  /** Makes one residual block. */
  private interface Block {
    Module make(long in, long width, long stride);
  }

  private final Conv2d conv1 = add("conv1", convolution(3, WIDTHS[0], 7).stride(2).padding(3));
  private final BatchNorm2d bn1 = add("bn1", new BatchNorm2d(WIDTHS[0]));
  private final ReLU relu = add("relu", new ReLU(true));
  private final MaxPool2d maxpool = add("maxpool", new MaxPool2d(3).stride(2).padding(1));
  private final Sequential[] layers = new Sequential[WIDTHS.length];
  private final AdaptiveAvgPool2d avgpool;
  private final Linear fc;

  private ResNet(Block block, long expansion, int... blocks) {
    long in = WIDTHS[0];
    for (int i = 0; i < layers.length; i++) {
      Module[] members = new Module[blocks[i]];
      for (int j = 0; j < members.length; j++) {
        members[j] = block.make(in, WIDTHS[i], i > 0 && j == 0 ? 2 : 1);
        in = WIDTHS[i] * expansion;
      }
      layers[i] = add("layer" + (i + 1), new Sequential(members));
    }
    avgpool = add("avgpool", new AdaptiveAvgPool2d(1));
    fc = add("fc", new Linear(in, CLASSES));
  }

  static ResNet resnet18() {
    return new ResNet(BasicBlock::new, 1, 2, 2, 2, 2);
  }

  static ResNet resnet50() {
    return new ResNet(Bottleneck::new, Bottleneck.EXPANSION, 3, 4, 6, 3);
  }

  static Conv2d convolution(long in, long out, long kernel) {
    return new Conv2d(in, out, kernel)
        .bias(false)
        .weight(Initializer.kaimingNormalFanOut(out * kernel * kernel));
  }

  static Sequential downsample(long in, long out, long stride) {
    return new Sequential(convolution(in, out, 1).stride(stride), new BatchNorm2d(out));
  }

  @Override
  protected Variable forward(Variable x) {
    Variable y = maxpool.call(relu.call(bn1.call(conv1.call(x))));
    for (Sequential layer : layers) {
      y = layer.call(y);
    }
    return fc.call(Torch.flatten(avgpool.call(y), 1));
  }

  @Override
  public String typeName() {
    return "torchvision.models.resnet.ResNet";
  }
}
