package dev.octet.endtoend.twins;

import dev.octet.nn.BatchNorm2d;
import dev.octet.nn.Conv2d;
import dev.octet.nn.ConvTranspose2d;
import dev.octet.nn.Functional;
import dev.octet.nn.Module;
import dev.octet.nn.Torch;
import dev.octet.nn.Variable;

/** Down by a convolution, up again by a transposed one. */
final class ConvTransposeNet extends Module {
  private final Conv2d c = add("c", new Conv2d(3, 8, 3).stride(2).padding(1));
  private final ConvTranspose2d t = add("t", new ConvTranspose2d(8, 4, 2).stride(2));
  private final BatchNorm2d b = add("b", new BatchNorm2d(4));

  @Override
  protected Variable forward(Variable x) {
    return Torch.sigmoid(b.call(t.call(Functional.silu(c.call(x)))));
  }

  @Override
  public String typeName() {
    return "zoo.ConvTransposeNet";
  }
}
