package dev.octet.lowering.opencl.template;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Puts weights into the order in which kernels read them; what is missing of a block is 0. */
final class WeightPacking {
  private WeightPacking() {}

  /**
   * For sums in registers: (group, block of channels, tap, input channel, channel of the block).
   *
   * @param bytes whether elements are bytes; floats otherwise
   */
  static MemorySegment blocks(
      WeightReader weights, Geometry geometry, int lanes, boolean bytes, Arena arena) {
    int blocks = Math.ceilDiv(geometry.channels(), lanes);
    MemorySegment packed = arena.allocate(count(geometry, lanes) * (bytes ? 1 : Float.BYTES), 64);
    long at = 0;
    for (int group = 0; group < geometry.groups(); group++) {
      for (int block = 0; block < blocks; block++) {
        int present = Math.min(lanes, geometry.channels() - block * lanes);
        for (int tap = 0; tap < geometry.taps(); tap++) {
          for (int depth = 0; depth < geometry.depth(); depth++) {
            for (int lane = 0; lane < present; lane++) {
              float weight = weights.at(group, block * lanes + lane, tap, depth);
              if (bytes) {
                packed.set(ValueLayout.JAVA_BYTE, at + lane, (byte) weight);
              } else {
                packed.setAtIndex(ValueLayout.JAVA_FLOAT, at + lane, weight);
              }
            }
            at += lanes;
          }
        }
      }
    }
    return packed;
  }

  /** How many elements {@link #blocks} gives. */
  static long count(Geometry geometry, int lanes) {
    long blocks = Math.ceilDiv(geometry.channels(), lanes);
    return geometry.groups() * blocks * geometry.taps() * geometry.depth() * lanes;
  }

  /**
   * For tiles in local memory: (group, block of channels, word, channel of the block). A word is
   * four input channels of one tap, or one floating-point number.
   *
   * @param span channels of a block
   * @param padded how many words there are, with those of zeros at the end
   */
  static MemorySegment words(
      WeightReader weights, Geometry geometry, int span, int padded, boolean bytes, Arena arena) {
    int blocks = Math.ceilDiv(geometry.channels(), span);
    long groupWords = (long) blocks * padded * span;
    MemorySegment packed = arena.allocate(geometry.groups() * groupWords * 4, 64);
    int perWord = LocalSource.perWord(bytes);
    int words = Math.ceilDiv(geometry.depth(), perWord);
    for (int group = 0; group < geometry.groups(); group++) {
      for (int channel = 0; channel < geometry.channels(); channel++) {
        for (int tap = 0; tap < geometry.taps(); tap++) {
          for (int depth = 0; depth < geometry.depth(); depth++) {
            long word = (long) tap * words + depth / perWord;
            long block = channel / span;
            long at = group * groupWords + (block * padded + word) * span + channel % span;
            float weight = weights.at(group, channel, tap, depth);
            if (bytes) {
              packed.set(ValueLayout.JAVA_BYTE, at * 4 + depth % 4, (byte) weight);
            } else {
              packed.setAtIndex(ValueLayout.JAVA_FLOAT, at, weight);
            }
          }
        }
      }
    }
    return packed;
  }

  /** The sum of the integer weights of each output channel. */
  static int[] sums(WeightReader weights, Geometry geometry) {
    int[] sums = new int[geometry.allChannels()];
    for (int i = 0; i < sums.length; i++) {
      for (int tap = 0; tap < geometry.taps(); tap++) {
        for (int depth = 0; depth < geometry.depth(); depth++) {
          sums[i] += (int) weights.at(i / geometry.channels(), i % geometry.channels(), tap, depth);
        }
      }
    }
    return sums;
  }

  /** For depthwise convolutions, floats: (tap, channel). */
  static MemorySegment depthwise(WeightReader weights, Geometry geometry, Arena arena) {
    int channels = geometry.groups();
    MemorySegment packed = arena.allocate((long) geometry.taps() * channels * Float.BYTES, 64);
    for (int tap = 0; tap < geometry.taps(); tap++) {
      for (int channel = 0; channel < channels; channel++) {
        packed.setAtIndex(
            ValueLayout.JAVA_FLOAT,
            (long) tap * channels + channel,
            weights.at(channel, 0, tap, 0));
      }
    }
    return packed;
  }
}
