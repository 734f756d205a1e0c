package dev.octet.endtoend.twins;

import dev.octet.nn.Conv2d;
import dev.octet.nn.Functional;
import dev.octet.nn.MaxPool2d;
import dev.octet.nn.Module;
import dev.octet.nn.Torch;
import dev.octet.nn.Variable;
import java.util.List;

/** Branches over one input, joined again. */
final class InceptionLike extends Module {
  private final Conv2d b1 = add("b1", new Conv2d(8, 8, 1));
  private final Conv2d b3 = add("b3", new Conv2d(8, 12, 3).padding(1));
  private final Conv2d bp = add("bp", new Conv2d(8, 4, 1));
  private final MaxPool2d pool = add("pool", new MaxPool2d(3).stride(1).padding(1));
  private final Conv2d tail = add("tail", new Conv2d(24, 8, 1));

  @Override
  protected Variable forward(Variable x) {
    Variable y = Functional.maxPool2d(x, 2);
    Variable first = Functional.relu(b1.call(y));
    Variable second = Functional.relu(b3.call(y));
    Variable third = bp.call(pool.call(y));
    return tail.call(Functional.avgPool2d(Torch.cat(List.of(first, second, third), 1), 2));
  }

  @Override
  public String typeName() {
    return "zoo.InceptionLike";
  }
}
