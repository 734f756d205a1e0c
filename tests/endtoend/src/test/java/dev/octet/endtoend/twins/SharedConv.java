package dev.octet.endtoend.twins;

import dev.octet.nn.Conv2d;
import dev.octet.nn.Dropout;
import dev.octet.nn.Functional;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;

/** One convolution that is called twice. */
final class SharedConv extends Module {
  private final Conv2d c = add("c", new Conv2d(6, 6, 3).padding(1));
  private final Dropout d = add("d", new Dropout(0.3));

  @Override
  protected Variable forward(Variable x) {
    return c.call(d.call(Functional.relu(c.call(x)))).add(x);
  }

  @Override
  public String typeName() {
    return "zoo.SharedConv";
  }
}
