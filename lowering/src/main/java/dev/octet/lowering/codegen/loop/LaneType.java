package dev.octet.lowering.codegen.loop;

/** What an expression computes in. {@code MASK} is a truth value. */
public enum LaneType {
  F32,
  F64,
  I32,
  I64,
  MASK;

  /** True of the types that have a vector form; all of them have as many lanes as {@code F32}. */
  public boolean hasVectors() {
    return this == F32 || this == I32 || this == MASK;
  }
}
