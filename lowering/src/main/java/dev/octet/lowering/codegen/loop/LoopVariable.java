package dev.octet.lowering.codegen.loop;

/**
 * The counter of a loop.
 *
 * @param id unique in a kernel
 * @param extent it counts from 0 up to this, exclusive
 */
public record LoopVariable(int id, long extent) implements Variable {
  @Override
  public long min() {
    return 0;
  }

  @Override
  public long max() {
    return extent - 1;
  }

  @Override
  public String toString() {
    return "i" + id;
  }
}
