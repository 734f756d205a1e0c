package dev.octet.lowering.onednn;

import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;

/** Weights in the layout that a primitive wants, made once for all plans. */
final class PackedWeights {
  private PackedWeights() {}

  /** One tensor in one layout; tensors are told apart by identity. */
  private static final class Key {
    private final Tensor tensor;
    private final byte[] layout;

    Key(Tensor tensor, byte[] layout) {
      this.tensor = tensor;
      this.layout = layout;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.tensor == tensor && Arrays.equals(key.layout, layout);
    }

    @Override
    public int hashCode() {
      return Objects.hash(System.identityHashCode(tensor), Arrays.hashCode(layout));
    }
  }

  /**
   * Packs a constant.
   *
   * @param shape the sizes as the primitive sees them
   * @param strides where these elements lie in the row-major tensor
   */
  static Buffer pack(
      Emitter emitter, Tensor tensor, Shape shape, long[] strides, Descriptor target) {
    MemorySegment bytes =
        emitter.shared(
            new Key(tensor, target.blob()),
            arena -> {
              MemorySegment packed = arena.allocate(target.byteSize(), 64);
              try (Arena scratch = Arena.ofConfined()) {
                Tensor plain = tensor.contiguous(scratch);
                Descriptor source = Descriptor.strided(scratch, tensor.dtype(), shape, strides);
                ReorderKernels.runOnce(
                    scratch, source, plain.segment(), target, packed, new Attributes(scratch));
              }
              return packed;
            });
    return emitter.constant(bytes, DType.UINT8, Shape.of(target.byteSize()));
  }
}
