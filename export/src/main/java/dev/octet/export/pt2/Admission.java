package dev.octet.export.pt2;

import dev.octet.program.ReadLimits;

/** Counts the nodes and values of one program against the limits. Used by one thread. */
final class Admission {
  private final ReadLimits limits;
  private long nodes;
  private long values;

  Admission(ReadLimits limits) {
    this.limits = limits;
  }

  void node(String where) {
    ReadLimits.check(++nodes, limits.nodes(), "nodes", where);
  }

  void value(String where) {
    ReadLimits.check(++values, limits.tensors(), "tensors", where);
  }
}
