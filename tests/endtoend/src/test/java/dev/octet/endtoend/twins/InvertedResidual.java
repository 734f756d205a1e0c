package dev.octet.endtoend.twins;

import dev.octet.nn.BatchNorm2d;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Module;
import dev.octet.nn.ReLU6;
import dev.octet.nn.Sequential;
import dev.octet.nn.Variable;

/** An inverted residual with a depthwise convolution. */
final class InvertedResidual extends Module {
  private final Sequential body =
      add(
          "body",
          new Sequential(
              new Conv2d(8, 32, 1).bias(false),
              new BatchNorm2d(32),
              new ReLU6(),
              new Conv2d(32, 32, 3).padding(1).groups(32).bias(false),
              new BatchNorm2d(32),
              new ReLU6(),
              new Conv2d(32, 8, 1).bias(false),
              new BatchNorm2d(8)));

  @Override
  protected Variable forward(Variable x) {
    return x.add(body.call(x));
  }

  @Override
  public String typeName() {
    return "zoo.InvertedResidual";
  }
}
