package dev.octet.endtoend.twins;

import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;

/** Three linear layers; one activation module is called twice. */
final class Mlp extends Module {
  private final Linear l1 = add("l1", new Linear(32, 64));
  private final Module act;
  private final Linear l2;
  private final Linear l3;

  Mlp(Module activation) {
    act = add("act", activation);
    l2 = add("l2", new Linear(64, 64, false));
    l3 = add("l3", new Linear(64, 32));
  }

  @Override
  protected Variable forward(Variable x) {
    return l3.call(act.call(l2.call(act.call(l1.call(x)))));
  }

  @Override
  public String typeName() {
    return "zoo.Mlp";
  }
}
