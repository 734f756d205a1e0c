package dev.octet.lowering.onednn;

import dev.octet.tensor.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Attributes of a primitive: which operands have scales and zero points, and what is done with the
 * result before it is stored. Owned by the arena they are made in.
 */
final class Attributes {
  private static final int USER_SCRATCHPAD = 1;

  private final MemorySegment handle;
  private final MemorySegment postOps;
  private int count;

  Attributes(Arena arena) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment result = scratch.allocate(ValueLayout.ADDRESS);
      Dnnl.call("making attributes", Dnnl.PRIMITIVE_ATTR_CREATE, result);
      this.handle =
          Owned.in(arena, Dnnl.address(result), "attributes", Dnnl.PRIMITIVE_ATTR_DESTROY);
      Dnnl.call("making post-operations", Dnnl.POST_OPS_CREATE, result);
      this.postOps =
          Owned.in(arena, Dnnl.address(result), "post-operations", Dnnl.POST_OPS_DESTROY);
    }
    Dnnl.call(
        "asking for a scratchpad",
        Dnnl.PRIMITIVE_ATTR_SET_SCRATCHPAD_MODE,
        handle,
        USER_SCRATCHPAD);
  }

  /** The handle, complete: nothing may be added after this. */
  MemorySegment finish() {
    Dnnl.call("setting post-operations", Dnnl.PRIMITIVE_ATTR_SET_POST_OPS, handle, postOps);
    return handle;
  }

  /** Scales of an operand: one, or one for each index of the dimensions in the mask. */
  Attributes scales(int operand, int mask) {
    Dnnl.call("setting scales", Dnnl.PRIMITIVE_ATTR_SET_SCALES_MASK, handle, operand, mask);
    return this;
  }

  /** One zero point of an operand. */
  Attributes zeroPoint(int operand) {
    Dnnl.call("setting a zero point", Dnnl.PRIMITIVE_ATTR_SET_ZERO_POINTS_MASK, handle, operand, 0);
    return this;
  }

  Attributes eltwise(Eltwise function, double alpha, double beta) {
    Dnnl.call(
        "adding a function",
        Dnnl.POST_OPS_APPEND_ELTWISE,
        postOps,
        function.code,
        (float) alpha,
        (float) beta);
    count++;
    return this;
  }

  /** Adds what lies where the result goes, times a factor. */
  void sum(double factor, DType dtype) {
    Dnnl.call(
        "adding to the result",
        Dnnl.POST_OPS_APPEND_SUM,
        postOps,
        (float) factor,
        0,
        Descriptor.code(dtype));
    count++;
  }

  /** Adds another tensor; gives the operand under which it is passed. */
  int binary(Binary function, Descriptor other) {
    Dnnl.call(
        "adding a tensor", Dnnl.POST_OPS_APPEND_BINARY, postOps, function.code, other.handle());
    return Operand.postOperation(count++) | Operand.SRC_1;
  }
}
