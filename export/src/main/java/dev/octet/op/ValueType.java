package dev.octet.op;

import dev.octet.symbol.SymInt;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;

/** The static type of a value in a graph. Immutable, compared by value. */
public sealed interface ValueType permits TensorType, SymbolType, ValueType.None, ValueType.Opaque {
  ValueType NONE = new None();

  /** The names of the symbols that the type mentions, sorted. */
  SortedSet<String> symbols();

  /** The type with symbols replaced, all at once; those that the map does not name stay. */
  ValueType substitute(Map<String, SymInt> replacements);

  /** A result that an operator leaves out. */
  record None() implements ValueType {
    @Override
    public SortedSet<String> symbols() {
      return Collections.emptySortedSet();
    }

    @Override
    public ValueType substitute(Map<String, SymInt> replacements) {
      return this;
    }

    @Override
    public String toString() {
      return "none";
    }
  }

  /** A value that is neither tensor nor number: a custom object or an effect token. */
  record Opaque(String className) implements ValueType {
    @Override
    public SortedSet<String> symbols() {
      return Collections.emptySortedSet();
    }

    @Override
    public ValueType substitute(Map<String, SymInt> replacements) {
      return this;
    }

    @Override
    public String toString() {
      return "object<" + className + ">";
    }
  }
}
