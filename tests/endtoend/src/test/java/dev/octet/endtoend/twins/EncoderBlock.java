package dev.octet.endtoend.twins;

import dev.octet.nn.Functional;
import dev.octet.nn.LayerNorm;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;

/** A transformer block that normalises first. */
final class EncoderBlock extends Module {
  private final LayerNorm n1 = add("n1", new LayerNorm(32));
  private final LayerNorm n2 = add("n2", new LayerNorm(32));
  private final SelfAttention att = add("att", new SelfAttention());
  private final Linear f1 = add("f1", new Linear(32, 128));
  private final Linear f2 = add("f2", new Linear(128, 32));

  @Override
  protected Variable forward(Variable x) {
    Variable y = x.add(att.call(n1.call(x)));
    return y.add(f2.call(Functional.gelu(f1.call(n2.call(y)))));
  }

  @Override
  public String typeName() {
    return "zoo.EncoderBlock";
  }
}
