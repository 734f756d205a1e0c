package dev.octet.lowering.codegen.opencl;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gives out names of variables. */
final class Names {
  /** What means something in OpenCL C and might be thought of as a name here. */
  private static final ImmutableSet<String> TAKEN =
      ImmutableSet.of(
          "min",
          "max",
          "abs",
          "fma",
          "exp",
          "log",
          "sqrt",
          "step",
          "sign",
          "mix",
          "dot",
          "cross",
          "half",
          "char",
          "short",
          "int",
          "long",
          "float",
          "double",
          "global",
          "local",
          "kernel",
          "constant",
          "private",
          "if",
          "for",
          "return",
          "isnan",
          "fabs",
          "rint",
          "select");

  private final Set<String> used = new HashSet<>(TAKEN);
  private final List<String> given = new ArrayList<>();

  /** The name, with a number behind it if it is in use. */
  String fresh(String wanted) {
    String name = wanted;
    for (int i = 2; !used.add(name); i++) {
      name = wanted + i;
    }
    given.add(name);
    return name;
  }

  boolean isFree(String name) {
    return !used.contains(name);
  }

  /** What {@link #forget} goes back to. */
  int mark() {
    return given.size();
  }

  /** Lets the names that were given out since be given out again: their block has ended. */
  void forget(int mark) {
    while (given.size() > mark) {
      used.remove(given.removeLast());
    }
  }
}
