package dev.octet.nn;

import java.util.List;

/** A layer without parameters that stands in PyTorch's {@code torch.nn.modules.activation}. */
abstract class Activation extends Module {
  private final String name;

  Activation(String name) {
    this.name = name;
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.activation." + name;
  }

  @Override
  public List<String> argumentNames() {
    return List.of("input");
  }
}
