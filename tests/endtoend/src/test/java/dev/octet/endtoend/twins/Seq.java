package dev.octet.endtoend.twins;

import dev.octet.nn.Module;
import dev.octet.nn.Sequential;

/** A chain of modules under the type name of the golden networks. */
final class Seq extends Sequential {
  Seq(Module... modules) {
    super(modules);
  }

  @Override
  public String typeName() {
    return "zoo.Seq";
  }
}
