package dev.octet.lowering.onednn;

import dev.octet.tensor.InternalException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * What a primitive will do, chosen by the library among its implementations.
 *
 * @param handle of the library, owned by the arena it was made in
 */
record PrimitiveDescription(MemorySegment handle) {
  private static final int IMPLEMENTATION = 8;
  private static final int WEIGHTS = 131;
  private static final int SCRATCHPAD = 136;
  private static final int OPERAND = 255;

  /**
   * Asks the library for an implementation.
   *
   * @param arguments of the function, after the place for the result
   * @return empty if there is none
   */
  static Optional<PrimitiveDescription> create(
      Arena arena, NativeFunction function, Object... arguments) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment result = scratch.allocate(ValueLayout.ADDRESS);
      Object[] all = new Object[arguments.length + 1];
      all[0] = result;
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      int status = function.invoke(all);
      if (status == Status.UNIMPLEMENTED || status == Status.INVALID_ARGUMENTS) {
        return Optional.empty();
      }
      Status.check("describing a primitive", status);
      return Optional.of(
          new PrimitiveDescription(
              Owned.in(
                  arena,
                  Dnnl.address(result),
                  "a primitive's description",
                  Dnnl.PRIMITIVE_DESC_DESTROY)));
    }
  }

  /** The name that the library gives the implementation. */
  String implementation() {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment result = scratch.allocate(ValueLayout.ADDRESS);
      Dnnl.call("asking for a name", Dnnl.PRIMITIVE_DESC_QUERY, handle, IMPLEMENTATION, 0, result);
      return OneDnn.unbounded(Dnnl.address(result)).getString(0);
    }
  }

  /**
   * Takes the library's next choice instead, which changes what this says of layouts and memory.
   *
   * @return false if there is none
   */
  boolean takeNext() {
    int status = Dnnl.PRIMITIVE_DESC_NEXT_IMPL.invoke(handle);
    if (status == Status.LAST_IMPLEMENTATION_REACHED) {
      return false;
    }
    Status.check("looking for another implementation", status);
    return true;
  }

  Descriptor weights() {
    return query(WEIGHTS);
  }

  Descriptor scratchpad() {
    return query(SCRATCHPAD);
  }

  /** Of any operand, by the library's number. */
  Descriptor operand(int operand) {
    return query(OPERAND, operand);
  }

  private Descriptor query(int what) {
    return query(what, 0);
  }

  /** Valid as long as this. */
  private Descriptor query(int what, int index) {
    try {
      MemorySegment result =
          (MemorySegment) Dnnl.PRIMITIVE_DESC_QUERY_MD.invokeExact(handle, what, index);
      if (result.address() == 0) {
        throw new InternalException("oneDNN: the primitive has no description " + what);
      }
      return new Descriptor(result);
    } catch (InternalException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call of oneDNN broke: " + e, e);
    }
  }

  /** The primitive, compiled. */
  MemorySegment primitive(Arena arena) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment result = scratch.allocate(ValueLayout.ADDRESS);
      Dnnl.call("making a primitive", Dnnl.PRIMITIVE_CREATE, result, handle);
      return Owned.in(arena, Dnnl.address(result), "a primitive", Dnnl.PRIMITIVE_DESTROY);
    }
  }
}
