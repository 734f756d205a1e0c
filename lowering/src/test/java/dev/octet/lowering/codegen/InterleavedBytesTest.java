package dev.octet.lowering.codegen;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.Graph;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images whose channels lie apart, quantized to bytes that lie side by side for each pixel. */
final class InterleavedBytesTest {
  private static final byte UNTOUCHED = 77;
  private static final int GUARD = 64;

  private static byte[] run(Start start, DType dtype, Tensor image) {
    long[] sizes = image.shape().toArray();
    long channels = sizes[1];
    long width = sizes[3];
    long pixels = sizes[2] * width;
    Graph body =
        Bodies.of(
            (b, x) -> Bodies.quantize(b, x.get(0), 0.02, dtype == DType.UINT8 ? 100 : -3, dtype),
            type(DType.FLOAT32, sizes));
    LoopKernel kernel =
        LoopCompiler.compile(
            "test",
            body,
            Map.of(),
            List.of(image.shape().contiguousStrides()),
            List.of(new long[] {channels * pixels, 1, width * channels, channels}),
            start);
    byte[] bytes = new byte[(int) image.elements() + GUARD];
    Arrays.fill(bytes, UNTOUCHED);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment output = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      MemorySegment scratch = arena.allocate(Math.max(1, kernel.scratchBytes()), 64);
      // Later parts first: none may write where an earlier one has been.
      long parts = kernel.parallelism();
      long half = parts / 2;
      MemorySegment[] inputs = {image.segment()};
      MemorySegment[] outputs = {output};
      kernel.run(inputs, outputs, scratch, half, parts);
      kernel.run(inputs, outputs, scratch, 0, half);
      return output.toArray(ValueLayout.JAVA_BYTE);
    }
  }

  private static Tensor image(Random random, long... sizes) {
    Tensor image = Tensor.allocate(DType.FLOAT32, Shape.of(sizes));
    for (long i = 0; i < image.elements(); i++) {
      image.setDouble(i, random.nextGaussian() * 2);
    }
    return image;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void bytesAreThoseOfScalars(int channels) {
    Random random = new Random(channels);
    for (DType dtype : List.of(DType.UINT8, DType.INT8)) {
      for (long width : new long[] {1, 5, 8, 15, 16, 17, 24, 32, 33, 100}) {
        for (long height : new long[] {1, 3}) {
          Tensor image = image(random, 2, channels, height, width);
          byte[] scalar = run(Start.SCALAR, dtype, image);
          assertWithMessage("%s %s", dtype, image)
              .that(run(Start.VECTORS, dtype, image))
              .isEqualTo(scalar);
          for (int i = 0; i < GUARD; i++) {
            assertThat(scalar[(int) image.elements() + i]).isEqualTo(UNTOUCHED);
          }
        }
      }
    }
  }

  /** What the scalars that the others are held to give. */
  @Test
  void pixelsLieBesideEachOther() {
    Tensor image = Tensor.allocate(DType.FLOAT32, Shape.of(1, 3, 1, 40));
    for (long i = 0; i < image.elements(); i++) {
      image.setDouble(i, 0.02 * i); // the channel's first pixel has 0, 40 or 80
    }
    for (Start start : Start.values()) {
      byte[] bytes = run(start, DType.UINT8, image);
      for (int i = 0; i < 120; i++) {
        assertThat(bytes[i] & 255).isEqualTo(100 + 40 * (i % 3) + i / 3);
      }
    }
  }
}
