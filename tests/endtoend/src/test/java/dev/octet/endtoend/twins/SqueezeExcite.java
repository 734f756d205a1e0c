package dev.octet.endtoend.twins;

import dev.octet.nn.Conv2d;
import dev.octet.nn.Functional;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;

/** Channels weighted by what a small network makes of their means. */
final class SqueezeExcite extends Module {
  private final Conv2d conv = add("conv", new Conv2d(16, 16, 3).padding(1));
  private final Conv2d fc1 = add("fc1", new Conv2d(16, 8, 1));
  private final Conv2d fc2 = add("fc2", new Conv2d(8, 16, 1));

  @Override
  protected Variable forward(Variable x) {
    Variable y = Functional.hardswish(conv.call(x));
    Variable weights = fc2.call(Functional.relu(fc1.call(Functional.adaptiveAvgPool2d(y, 1))));
    return Functional.hardsigmoid(weights).mul(y);
  }

  @Override
  public String typeName() {
    return "zoo.SqueezeExcite";
  }
}
