package dev.octet.lowering.opencl.template;

import dev.octet.lowering.fuse.Contraction;
import dev.octet.op.Linear;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads a weight by group, output channel, tap and input channel, whatever the operator. */
final class WeightReader {
  private final MemorySegment memory;
  private final DType dtype;
  private final long groupStep;
  private final long channelStep;
  private final long depthStep;
  private final long tapStep;

  WeightReader(Contraction product, Geometry geometry) {
    Tensor tensor = product.weight().tensor().orElseThrow();
    this.memory = tensor.contiguous(Arena.ofAuto()).segment();
    this.dtype = tensor.dtype();
    long taps = geometry.taps();
    if (!Geometry.isConvolution(product)) {
      boolean rows = product.anchor().op() instanceof Linear;
      this.groupStep = 0;
      this.channelStep = rows ? geometry.depth() : 1;
      this.depthStep = rows ? 1 : geometry.channels();
      this.tapStep = 0;
    } else {
      this.groupStep = (long) geometry.channels() * geometry.depth() * taps;
      this.channelStep = geometry.transposed() ? taps : geometry.depth() * taps;
      this.depthStep = geometry.transposed() ? geometry.channels() * taps : taps;
      this.tapStep = 1;
    }
  }

  /** The number as it is stored: an integer, or floating point. */
  float at(int group, int channel, int tap, int depth) {
    long index = group * groupStep + channel * channelStep + depth * depthStep + tap * tapStep;
    return switch (dtype) {
      case INT8 -> memory.get(ValueLayout.JAVA_BYTE, index);
      case UINT8 -> memory.get(ValueLayout.JAVA_BYTE, index) & 0xff;
      case FLOAT32 -> memory.getAtIndex(ValueLayout.JAVA_FLOAT, index);
      case BFLOAT16 -> Float.intBitsToFloat(memory.getAtIndex(ValueLayout.JAVA_SHORT, index) << 16);
      case FLOAT16 -> Float.float16ToFloat(memory.getAtIndex(ValueLayout.JAVA_SHORT, index));
      default -> throw new IllegalStateException("a weight of " + dtype);
    };
  }
}
