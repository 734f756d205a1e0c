package dev.octet.endtoend.twins;

import dev.octet.nn.Functional;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;

/** Two linear layers, added twice. */
final class LinearBinary extends Module {
  private final Linear a = add("a", new Linear(24, 24));
  private final Linear b = add("b", new Linear(24, 24));

  @Override
  protected Variable forward(Variable x) {
    return Functional.relu(a.call(x).add(b.call(x))).add(x);
  }

  @Override
  public String typeName() {
    return "zoo.LinearBinary";
  }
}
