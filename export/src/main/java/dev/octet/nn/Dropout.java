package dev.octet.nn;

import java.util.List;

/** Acts in training only: here it gives its input back, and leaves a node in a trace. */
public final class Dropout extends Module {
  private static final double DEFAULT = 0.5;

  private final double p;

  public Dropout() {
    this(DEFAULT);
  }

  public Dropout(double p) {
    this.p = p;
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.dropout(x, p);
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.dropout.Dropout";
  }

  @Override
  public List<String> argumentNames() {
    return List.of("input");
  }
}
