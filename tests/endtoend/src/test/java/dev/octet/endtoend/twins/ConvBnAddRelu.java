package dev.octet.endtoend.twins;

import dev.octet.nn.BatchNorm2d;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Functional;
import dev.octet.nn.Module;
import dev.octet.nn.Sequential;
import dev.octet.nn.Variable;

/** A residual block; the shortcut is a convolution where the shape changes. */
final class ConvBnAddRelu extends Module {
  private final Conv2d conv1;
  private final BatchNorm2d bn1;
  private final Conv2d conv2;
  private final BatchNorm2d bn2;
  private final boolean changes;
  private final Sequential down;

  ConvBnAddRelu(long in, long out, long stride) {
    conv1 = add("conv1", new Conv2d(in, out, 3).stride(stride).padding(1).bias(false));
    bn1 = add("bn1", new BatchNorm2d(out));
    conv2 = add("conv2", new Conv2d(out, out, 3).padding(1).bias(false));
    bn2 = add("bn2", new BatchNorm2d(out));
    changes = stride != 1 || in != out;
    down =
        changes
            ? add(
                "down",
                new Sequential(
                    new Conv2d(in, out, 1).stride(stride).bias(false), new BatchNorm2d(out)))
            : new Sequential();
  }

  @Override
  protected Variable forward(Variable x) {
    Variable y = Functional.relu(bn1.call(conv1.call(x)));
    Variable z = bn2.call(conv2.call(y));
    return Functional.relu(z.add(changes ? down.call(x) : x));
  }

  @Override
  public String typeName() {
    return "zoo.ConvBnAddRelu";
  }
}
