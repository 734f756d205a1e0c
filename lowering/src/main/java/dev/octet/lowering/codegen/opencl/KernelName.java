package dev.octet.lowering.codegen.opencl;

import java.util.List;

/** Names of kernel functions. */
final class KernelName {
  private static final int LONGEST = 40;

  private KernelName() {}

  /** What is computed, joined; of much only the beginning. */
  static String of(List<String> operators) {
    StringBuilder name = new StringBuilder();
    for (String operator : operators) {
      String part = operator.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_+|_+$", "");
      if (name.length() + part.length() >= LONGEST) {
        name.append("_etc");
        break;
      }
      name.append(name.isEmpty() ? "" : "_").append(part);
    }
    // Some operators are called like functions of the language.
    return name.append(name.indexOf("_") < 0 ? "_kernel" : "").toString();
  }
}
