package dev.octet.lowering.fuse;

import dev.octet.graph.Value;
import dev.octet.tensor.DType;
import java.util.Optional;

/**
 * An operand as it lies in memory.
 *
 * @param value what is stored
 * @param affine what the integers stand for; empty for a floating-point operand
 * @param dynamic the same where each run computes it
 */
public record Stored(Value value, Optional<Affine> affine, Optional<DynamicAffine> dynamic) {
  public static Stored plain(Value value) {
    return new Stored(value, Optional.empty(), Optional.empty());
  }

  static Stored integers(Value value, Affine affine) {
    return new Stored(value, Optional.of(affine), Optional.empty());
  }

  static Stored integers(Value value, DynamicAffine affine) {
    return new Stored(value, Optional.empty(), Optional.of(affine));
  }

  public boolean isQuantized() {
    return affine.isPresent() || dynamic.isPresent();
  }

  public DType dtype() {
    return value.tensorType().dtype();
  }
}
