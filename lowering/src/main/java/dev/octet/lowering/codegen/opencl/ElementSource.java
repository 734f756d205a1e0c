package dev.octet.lowering.codegen.opencl;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/**
 * C that computes one element, to be put into a kernel.
 *
 * @param helpers functions that have to stand before the kernel, by name, those that are called
 *     before their callers
 * @param parameters numbers of the model that the kernel has to take
 * @param statements lines that each end with a line feed; empty if there is nothing to prepare
 * @param value the expression of the element as it is stored
 * @param type the C type that it is stored as
 */
public record ElementSource(
    ImmutableMap<String, String> helpers,
    ImmutableList<Parameter> parameters,
    String statements,
    String value,
    String type) {
  /** A parameter of the kernel. */
  public record Parameter(String name, KernelArgument.Number number) {
    /** As the kernel declares it. */
    public String declaration() {
      return "const " + CTypes.of(number.type()) + " " + name;
    }
  }
}
