package dev.octet.op;

import com.google.common.base.Preconditions;
import java.util.Set;

/**
 * The name of an operator overload: {@code aten.conv2d.default}, {@code
 * quantized_decomposed.quantize_per_tensor.default}, or a Python function on symbolic numbers such
 * as {@code _operator.add}, which has no overload (the empty string).
 */
public record OpName(String namespace, String base, String overload) implements Comparable<OpName> {
  private static final String OPS_PREFIX = "torch.ops.";
  private static final Set<String> PYTHON_NAMESPACES = Set.of("_operator", "math", "torch");

  public OpName {
    Preconditions.checkArgument(
        !base.isEmpty(), "an operator name without a base: namespace '%s'", namespace);
  }

  /** An ATen overload. */
  public static OpName aten(String base, String overload) {
    return new OpName("aten", base, overload);
  }

  /**
   * Reads the short form ({@code aten.add.Tensor}, {@code _operator.add}) or the form of a file
   * ({@code torch.ops.aten.add.Tensor}, {@code torch.ops.higher_order.cond}, {@code torch.sym_max},
   * {@code #ns:op}, any dotted Python path).
   */
  public static OpName parse(String text) {
    if (text.startsWith("#")) {
      return new OpName("#", text.substring(1), "");
    }
    String name = text.startsWith(OPS_PREFIX) ? text.substring(OPS_PREFIX.length()) : text;
    int first = name.indexOf('.');
    if (first < 0) {
      return new OpName("", name, "");
    }
    String namespace = name.substring(0, first);
    String rest = name.substring(first + 1);
    int last = rest.lastIndexOf('.');
    if (last <= 0 || PYTHON_NAMESPACES.contains(namespace)) {
      return new OpName(namespace, rest, "");
    }
    return new OpName(namespace, rest.substring(0, last), rest.substring(last + 1));
  }

  /**
   * The name that PyTorch gives to an overload's in-place twin: {@code aten.relu_.default} of
   * {@code aten.relu.default}.
   */
  public OpName inPlace() {
    return new OpName(namespace, base + "_", overload);
  }

  /**
   * True of Python functions ({@code _operator.add}, {@code math.trunc}, {@code torch.sym_max}),
   * which are no dispatcher operators.
   */
  public boolean isPythonFunction() {
    return PYTHON_NAMESPACES.contains(namespace);
  }

  /** True of operators that take subgraphs: {@code higher_order.cond} and its like. */
  public boolean isHigherOrder() {
    return namespace.equals("higher_order");
  }

  /** The form that a {@code .pt2} file uses, {@code torch.ops.aten.add.Tensor}. */
  public String target() {
    if (namespace.equals("#")) {
      return "#" + base;
    }
    return isPythonFunction() || namespace.isEmpty() ? toString() : OPS_PREFIX + this;
  }

  @Override
  public int compareTo(OpName other) {
    return toString().compareTo(other.toString());
  }

  /** The short form, {@code aten.add.Tensor}. */
  @Override
  public String toString() {
    if (namespace.equals("#")) {
      return "#" + base;
    }
    String prefix = namespace.isEmpty() ? base : namespace + "." + base;
    return overload.isEmpty() ? prefix : prefix + "." + overload;
  }
}
