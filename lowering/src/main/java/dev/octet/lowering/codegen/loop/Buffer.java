package dev.octet.lowering.codegen.loop;

import java.util.Locale;

/** Memory that a kernel reads or writes, by its position among its kind. */
public record Buffer(Kind kind, int index, Storage storage) {
  /** Who owns the memory. */
  public enum Kind {
    INPUT,
    OUTPUT,
    CONSTANT,
    /** Numbers of the model, eight bytes apart. */
    PARAMETER,
    /** Memory of the thread that runs the nest; the index is where it begins, in bytes. */
    SCRATCH
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + index;
  }
}
