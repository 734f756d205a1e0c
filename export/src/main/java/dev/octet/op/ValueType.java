package dev.octet.op;

/** The static type of a value in a graph. Immutable, compared by value. */
public sealed interface ValueType permits TensorType, SymbolType, ValueType.None, ValueType.Opaque {
  ValueType NONE = new None();

  /** A result that an operator leaves out. */
  record None() implements ValueType {
    @Override
    public String toString() {
      return "none";
    }
  }

  /** A value that is neither tensor nor number: a custom object or an effect token. */
  record Opaque(String className) implements ValueType {
    @Override
    public String toString() {
      return "object<" + className + ">";
    }
  }
}
