package dev.octet.op;

import dev.octet.symbol.SymBool;
import dev.octet.symbol.SymFloat;
import dev.octet.symbol.SymInt;
import java.util.Map;
import java.util.SortedSet;

/** The type of a number that is computed from sizes: its kind, and the expression it stands for. */
public sealed interface SymbolType extends ValueType {
  /** An integer, such as the result of {@code sym_size}. */
  record Int(SymInt value) implements SymbolType {
    @Override
    public SortedSet<String> symbols() {
      return value.symbols();
    }

    @Override
    public Int substitute(Map<String, SymInt> replacements) {
      return new Int(value.substitute(replacements));
    }

    @Override
    public String toString() {
      return "int(" + value + ")";
    }
  }

  @SuppressWarnings("AvoidCommonTypeNames") // the schema's name for it
  record Float(SymFloat value) implements SymbolType {
    @Override
    public SortedSet<String> symbols() {
      return value.symbols();
    }

    @Override
    public Float substitute(Map<String, SymInt> replacements) {
      return new Float(value.substitute(replacements));
    }

    @Override
    public String toString() {
      return "float(" + value + ")";
    }
  }

  record Bool(SymBool value) implements SymbolType {
    @Override
    public SortedSet<String> symbols() {
      return value.symbols();
    }

    @Override
    public Bool substitute(Map<String, SymInt> replacements) {
      return new Bool(value.substitute(replacements));
    }

    @Override
    public String toString() {
      return "bool(" + value + ")";
    }
  }
}
