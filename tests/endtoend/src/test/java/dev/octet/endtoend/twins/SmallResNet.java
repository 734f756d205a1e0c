package dev.octet.endtoend.twins;

import dev.octet.nn.BatchNorm2d;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Functional;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.Sequential;
import dev.octet.nn.Variable;

/** Three residual blocks between a convolution and a classifier. */
final class SmallResNet extends Module {
  private final Conv2d conv1 = add("conv1", new Conv2d(3, 8, 3).padding(1).bias(false));
  private final BatchNorm2d bn1 = add("bn1", new BatchNorm2d(8));
  private final Sequential layers =
      add(
          "layers",
          new Sequential(
              new ConvBnAddRelu(8, 8, 1),
              new ConvBnAddRelu(8, 16, 2),
              new ConvBnAddRelu(16, 32, 2)));
  private final Linear fc = add("fc", new Linear(32, 10));

  @Override
  protected Variable forward(Variable x) {
    Variable y = layers.call(Functional.relu(bn1.call(conv1.call(x))));
    return fc.call(dev.octet.nn.Torch.flatten(Functional.adaptiveAvgPool2d(y, 1), 1));
  }

  @Override
  public String typeName() {
    return "zoo.SmallResNet";
  }
}
