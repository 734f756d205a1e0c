package dev.octet.lowering.codegen;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums of many turns over images whose channels are the lanes of vectors. */
final class LongSumsTest {
  private static final int CHANNELS = 20;

  private static Graph mean(long size) {
    return Bodies.of(
        (b, x) -> call(b, "aten.mean.dim", x.get(0), List.of(2, 3), true),
        type(DType.FLOAT32, 1, CHANNELS, size, size));
  }

  private static Graph normalized(long size) {
    return Bodies.of(
        (b, x) ->
            call(
                b,
                "aten.instance_norm.default",
                x.get(0),
                null,
                null,
                null,
                null,
                true,
                0.1,
                1e-5,
                true),
        type(DType.FLOAT32, 1, CHANNELS, size, size));
  }

  /** What a kernel makes of an image with its channels last. */
  private static float[] run(Graph body, long size, float[] image, Start start) {
    long[] strides = {size * size * CHANNELS, 1, size * CHANNELS, CHANNELS};
    Shape shape = ((GraphOutput.Of) body.outputs().getFirst()).value().tensorType().shape();
    long[] out = shape.elements() == CHANNELS ? shape.contiguousStrides() : strides;
    LoopKernel kernel =
        LoopCompiler.compile("test", body, Map.of(), List.of(strides), List.of(out), start);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment input = arena.allocateFrom(ValueLayout.JAVA_FLOAT, image);
      MemorySegment output = arena.allocate(shape.elements() * Float.BYTES, 64);
      kernel.run(
          new MemorySegment[] {input},
          new MemorySegment[] {output},
          arena.allocate(Math.max(1, kernel.scratchBytes()), 64),
          0,
          kernel.parallelism());
      return output.toArray(ValueLayout.JAVA_FLOAT);
    }
  }

  private static float[] image(long size) {
    Random random = new Random(size);
    float[] image = new float[Math.toIntExact(size * size * CHANNELS)];
    for (int i = 0; i < image.length; i++) {
      image[i] = 100 + (float) random.nextGaussian();
    }
    return image;
  }

  @ParameterizedTest
  @ValueSource(longs = {8, 9, 31, 64})
  void vectorsGiveTheBitsOfScalars(long size) {
    float[] image = image(size);
    for (Graph body : List.of(mean(size), normalized(size))) {
      assertThat(run(body, size, image, Start.VECTORS))
          .isEqualTo(run(body, size, image, Start.SCALAR));
    }
  }

  /** One float that took it all would be off by the hundredth part of a percent. */
  @Test
  void theMeanOfALargeImageIsClose() {
    long size = 512;
    float[] image = image(size);
    float[] means = run(mean(size), size, image, Start.VECTORS);
    for (int channel = 0; channel < CHANNELS; channel++) {
      double sum = 0;
      for (int i = channel; i < image.length; i += CHANNELS) {
        sum += image[i];
      }
      double mean = sum / (size * size);
      assertThat((double) means[channel]).isWithin(1e-5 * mean).of(mean);
    }
  }
}
