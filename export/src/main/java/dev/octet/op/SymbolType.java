package dev.octet.op;

import dev.octet.symbol.SymBool;
import dev.octet.symbol.SymFloat;
import dev.octet.symbol.SymInt;

/** The type of a number that is computed from sizes: its kind, and the expression it stands for. */
public sealed interface SymbolType extends ValueType {
  /** An integer, such as the result of {@code sym_size}. */
  record Int(SymInt value) implements SymbolType {
    @Override
    public String toString() {
      return "int(" + value + ")";
    }
  }

  @SuppressWarnings("AvoidCommonTypeNames") // the schema's name for it
  record Float(SymFloat value) implements SymbolType {
    @Override
    public String toString() {
      return "float(" + value + ")";
    }
  }

  record Bool(SymBool value) implements SymbolType {
    @Override
    public String toString() {
      return "bool(" + value + ")";
    }
  }
}
