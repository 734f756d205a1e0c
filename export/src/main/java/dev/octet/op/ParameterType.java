package dev.octet.op;

import java.util.OptionalInt;

/**
 * The declared type of a parameter in PyTorch's notation: {@code Tensor}, {@code SymInt[2]}, {@code
 * Tensor?[]}, {@code float[]?}.
 *
 * @param list whether it is a list
 * @param length of a list to which a single value is broadcast ({@code int[2]})
 * @param optionalElement whether an element may be None ({@code Tensor?[]})
 * @param optional whether the whole may be None
 */
public record ParameterType(
    Kind kind, boolean list, OptionalInt length, boolean optionalElement, boolean optional) {
  /**
   * What one element is. {@code ANY} accepts everything; parameters of unknown operators have it.
   */
  public enum Kind {
    TENSOR("Tensor"),
    SCALAR("Scalar"),
    INT("int"),
    SYM_INT("SymInt"),
    FLOAT("float"),
    SYM_FLOAT("SymFloat"),
    BOOL("bool"),
    SYM_BOOL("SymBool"),
    STRING("str"),
    DTYPE("ScalarType"),
    LAYOUT("Layout"),
    DEVICE("Device"),
    MEMORY_FORMAT("MemoryFormat"),
    GENERATOR("Generator"),
    ANY("Any");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** The name in schema notation. */
    public String text() {
      return text;
    }
  }

  public static final ParameterType ANY =
      new ParameterType(Kind.ANY, false, OptionalInt.empty(), false, true);

  /** Reads schema notation. */
  static ParameterType parse(String text) {
    String rest = text;
    boolean optional = rest.endsWith("?");
    if (optional) {
      rest = rest.substring(0, rest.length() - 1);
    }
    boolean list = rest.endsWith("]");
    OptionalInt length = OptionalInt.empty();
    boolean optionalElement = false;
    if (list) {
      int open = rest.lastIndexOf('[');
      String size = rest.substring(open + 1, rest.length() - 1);
      length = size.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(size));
      rest = rest.substring(0, open);
      optionalElement = rest.endsWith("?");
      if (optionalElement) {
        rest = rest.substring(0, rest.length() - 1);
      }
    }
    for (Kind kind : Kind.values()) {
      if (kind.text.equals(rest)) {
        return new ParameterType(kind, list, length, optionalElement, optional);
      }
    }
    throw new IllegalArgumentException("unknown parameter type '" + text + "'");
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(kind.text);
    if (list) {
      text.append(optionalElement ? "?" : "").append('[');
      length.ifPresent(text::append);
      text.append(']');
    }
    return text.append(optional ? "?" : "").toString();
  }
}
