package dev.octet.nn;

import java.util.List;

/** Makes one dimension of several; all but the first unless told otherwise. */
public final class Flatten extends Module {
  private final int start;
  private final int end;

  public Flatten() {
    this(1, -1);
  }

  public Flatten(int start, int end) {
    this.start = start;
    this.end = end;
  }

  @Override
  protected Variable forward(Variable x) {
    return x.flatten(start, end);
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.flatten.Flatten";
  }

  @Override
  public List<String> argumentNames() {
    return List.of("input");
  }
}
