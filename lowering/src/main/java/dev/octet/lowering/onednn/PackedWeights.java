package dev.octet.lowering.onednn;

import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** Weights in the layout that a primitive wants, made once for all plans. */
final class PackedWeights {
  private PackedWeights() {}

  /** One tensor, told apart by identity, in one layout. */
  private static final class Key {
    private final Tensor tensor;
    private final Descriptor layout;

    Key(Tensor tensor, Descriptor layout) {
      this.tensor = tensor;
      this.layout = layout.kept();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.tensor == tensor && key.layout.sameAs(layout);
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(tensor);
    }
  }

  /**
   * Packs a constant.
   *
   * @param shape the sizes as the primitive sees them
   * @param strides where these elements lie in the row-major tensor
   */
  static Buffer pack(
      Engine engine,
      Emitter emitter,
      Tensor tensor,
      Shape shape,
      long[] strides,
      Descriptor target) {
    MemorySegment bytes =
        emitter.shared(
            new Key(tensor, target),
            arena -> engine.pack(tensor, shape, strides, target, arena, emitter::beforeFirstRun));
    return emitter.constant(bytes, DType.UINT8, Shape.of(target.byteSize()));
  }
}
