package dev.octet.lowering;

import dev.octet.graph.Node;
import dev.octet.lowering.codegen.LoopCompiler;
import dev.octet.lowering.codegen.NestedReductions;
import dev.octet.lowering.fuse.Affine;
import dev.octet.lowering.fuse.FusionPolicy;
import dev.octet.lowering.fuse.Weight;
import dev.octet.lowering.onednn.InstructionSet;
import dev.octet.op.TransposedConvolution;
import dev.octet.tensor.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** What runs in integers on this processor. */
final class CpuPolicy implements FusionPolicy {
  private final Optional<InstructionSet> processor;
  private final boolean saturating;

  /**
   * A policy.
   *
   * @param processor what the library found; empty without the library
   * @param saturating whether sums may saturate
   */
  CpuPolicy(Optional<InstructionSet> processor, boolean saturating) {
    this.processor = processor;
    this.saturating = saturating;
  }

  @Override
  public Optional<String> declinesInt8(Node product, DType input, long largest, Weight weight) {
    if (processor.isEmpty()) {
      return Optional.of("there is no native library");
    }
    if (product.op() instanceof TransposedConvolution) {
      // The library has implementations for some windows, and those are wrong for others. Written
      // as plain ones, which most are before this is asked last, they are computed in integers.
      return Optional.of("a transposed convolution with stride and dilation is one of floats");
    }
    if (weight.dtype() != DType.INT8 || (input != DType.UINT8 && input != DType.INT8)) {
      return Optional.of("products of " + input + " and " + weight.dtype());
    }
    if (processor.get().hasInt8DotProduct() || saturating) {
      return Optional.empty();
    }
    if (input == DType.INT8) {
      // The library halves such weights, which loses their last bit.
      return Optional.of(
          processor.get()
              + ": products of signed bytes are not exact; allow saturation, or"
              + " quantize with unsigned activations and the preset reduce-range");
    }
    return fits(largest, weight)
        ? Optional.empty()
        : Optional.of(
            processor.get()
                + ": sums of two byte products may saturate at 16 bits; quantize with the preset"
                + " reduce-range, or allow saturation");
  }

  /** True if no two products can exceed 16 bits together. */
  private static boolean fits(long largest, Weight weight) {
    if (weight.tensor().isEmpty()) {
      Affine grid = weight.affine().orElseThrow();
      return 2 * largest * Math.max(-grid.min(), grid.max()) <= Short.MAX_VALUE;
    }
    MemorySegment bytes = weight.tensor().get().contiguous(Arena.ofAuto()).segment();
    return 2 * largest * LargestByte.bound(bytes) <= Short.MAX_VALUE
        || 2 * largest * LargestByte.of(bytes) <= Short.MAX_VALUE;
  }

  @Override
  public Optional<String> declinesElementwise(Node node) {
    return LoopCompiler.declines(node);
  }

  @Override
  public boolean repeats(Node node, List<Node> readers) {
    return NestedReductions.arise(node, readers);
  }
}
