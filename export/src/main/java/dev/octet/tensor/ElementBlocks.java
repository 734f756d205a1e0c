package dev.octet.tensor;

import java.lang.foreign.MemorySegment;

/** Many elements of float32 at once, into arrays. */
final class ElementBlocks {
  /** So many elements go through an array at a time. */
  private static final int BLOCK = 1024;

  private ElementBlocks() {}

  /**
   * From a tensor with gaps, or of another order: row by row along the last dimension, since
   * dividing for each element takes much longer.
   */
  static void gather(Tensor tensor, long start, float[] values, int count) {
    MemorySegment storage = tensor.storage();
    int last = tensor.shape().rank() - 1;
    long size = tensor.shape().size(last);
    long step = tensor.strides()[last] * Float.BYTES;
    int done = 0;
    while (done < count) {
      int row = (int) Math.min(count - done, size - (start + done) % size);
      long first = tensor.position(start + done);
      for (int i = 0; i < row; i++) {
        values[done + i] = storage.get(Elements.F32, first + i * step);
      }
      done += row;
    }
  }

  /** By way of floats: an access to a segment costs much more than the conversion. */
  static void widen(Tensor tensor, long start, double[] values, int count) {
    float[] block = new float[Math.min(count, BLOCK)];
    for (int done = 0; done < count; done += block.length) {
      int size = Math.min(block.length, count - done);
      tensor.getFloats(start + done, block, size);
      for (int i = 0; i < size; i++) {
        values[done + i] = block[i];
      }
    }
  }
}
