package dev.octet.lowering.opencl.template;

import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Brings constants of a product to the device; packed weights once for all plans of a program. */
record Constants(Emitter emitter, DeviceContext context) {
  /** Tells packed weights apart: by the tensor itself, and by how they are packed. */
  private record Key(Tensor tensor, String packing) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that && that.tensor == tensor && that.packing.equals(packing);
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(tensor) + packing.hashCode();
    }
  }

  /**
   * A packed weight.
   *
   * @param packing says how it is packed
   * @param packer is given an arena for what it makes
   */
  Buffer packed(
      Tensor tensor,
      String packing,
      DType dtype,
      long count,
      Function<Arena, MemorySegment> packer) {
    MemorySegment memory =
        emitter.shared(
            new Key(tensor, packing),
            owner -> {
              try (Arena scratch = Arena.ofConfined()) {
                return context.upload(packer.apply(scratch), owner);
              }
            });
    return emitter.constant(memory, dtype, Shape.of(count));
  }

  Buffer floats(float[] values) {
    MemorySegment memory = context.upload(MemorySegment.ofArray(values), emitter.arena());
    return emitter.constant(memory, DType.FLOAT32, Shape.of(values.length));
  }

  Buffer ints(int[] values) {
    MemorySegment memory = context.upload(MemorySegment.ofArray(values), emitter.arena());
    return emitter.constant(memory, DType.INT32, Shape.of(values.length));
  }
}
