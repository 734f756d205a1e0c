package dev.octet.graph.evaluate.kernel;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.op.Argument;
import dev.octet.op.Binding;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.OpSchema;
import dev.octet.op.Ops;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Convolutions of random geometry against the definition, in exact integers. */
final class ConvolutionKernelsTest {
  private static final long SEED = 20;

  private final Random random = new Random(SEED);

  private Tensor integers(long... sizes) {
    int count = (int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    return Tensor.of(random.longs(count, -100, 100).toArray(), sizes);
  }

  private int[] pair(int from, int to) {
    return new int[] {random.nextInt(from, to), random.nextInt(from, to)};
  }

  private static Argument ints(int... values) {
    return Argument.ints(Arrays.stream(values).mapToObj(v -> (long) v).toList());
  }

  private static Tensor run(
      Tensor input,
      Tensor weight,
      int[] stride,
      int[] padding,
      int[] dilation,
      boolean transposed,
      int groups) {
    OpName name = OpName.aten("convolution", "default");
    OpSchema schema = OpCatalog.standard().get(name);
    List<Argument> arguments =
        List.of(
            new Argument.Operand(0),
            new Argument.Operand(1),
            Argument.NONE,
            ints(stride),
            ints(padding),
            ints(dilation),
            Argument.of(transposed),
            ints(0, 0),
            Argument.of(groups));
    KernelArguments in =
        new KernelArguments(
            Ops.of(schema, Binding.bind(schema, arguments, Map.of())),
            List.of(input, weight),
            Arena.ofAuto());
    return (Tensor) KernelTable.standard().find(name).orElseThrow().compute(in);
  }

  private static long at(Tensor tensor, long n, long c, long y, long x) {
    long height = tensor.shape().size(2);
    long width = tensor.shape().size(3);
    boolean inside = y >= 0 && y < height && x >= 0 && x < width;
    return inside ? tensor.getLong(((n * tensor.shape().size(1) + c) * height + y) * width + x) : 0;
  }

  @Test
  void convolutionIsItsDefinition() {
    for (int round = 0; round < 300; round++) {
      int groups = random.nextInt(1, 3);
      int inputs = random.nextInt(1, 4);
      int outputs = random.nextInt(1, 4);
      int[] kernel = pair(1, 5);
      int[] stride = pair(1, 5);
      int[] padding = pair(0, 4);
      int[] dilation = pair(1, 4);
      int height = (kernel[0] - 1) * dilation[0] + random.nextInt(1, 9);
      int width = (kernel[1] - 1) * dilation[1] + random.nextInt(1, 9);
      Tensor input = integers(2, (long) inputs * groups, height, width);
      Tensor weight = integers((long) outputs * groups, inputs, kernel[0], kernel[1]);
      Tensor result = run(input, weight, stride, padding, dilation, false, groups);
      for (int i = 0; i < result.elements(); i++) {
        int x = (int) (i % result.shape().size(3));
        int y = (int) (i / result.shape().size(3) % result.shape().size(2));
        int out =
            (int) (i / (result.shape().size(2) * result.shape().size(3)) % result.shape().size(1));
        int n = (int) (i / (result.elements() / 2));
        long expected = 0;
        for (int c = 0; c < inputs; c++) {
          for (int ky = 0; ky < kernel[0]; ky++) {
            for (int kx = 0; kx < kernel[1]; kx++) {
              long sourceY = (long) y * stride[0] - padding[0] + (long) ky * dilation[0];
              long sourceX = (long) x * stride[1] - padding[1] + (long) kx * dilation[1];
              expected +=
                  at(weight, out, c, ky, kx)
                      * at(input, n, out / outputs * inputs + c, sourceY, sourceX);
            }
          }
        }
        assertThat(result.getLong(i)).isEqualTo(expected);
      }
    }
  }

  /** ⟨conv(x), y⟩ = ⟨x, convᵀ(y)⟩ for all x and y defines the transposed convolution. */
  @Test
  void transposedConvolutionIsTheAdjoint() {
    for (int round = 0; round < 300; round++) {
      int groups = random.nextInt(1, 3);
      int[] kernel = pair(1, 4);
      int[] stride = pair(1, 4);
      int[] padding = pair(0, 2);
      int[] dilation = pair(1, 3);
      Tensor weight = integers(2L * groups, random.nextInt(1, 3), kernel[0], kernel[1]);
      Tensor y = integers(1, 2L * groups, random.nextInt(3, 6), random.nextInt(3, 6));
      Tensor back = run(y, weight, stride, padding, dilation, true, groups);
      Tensor x = integers(back.shape().toArray());
      Tensor forward = run(x, weight, stride, padding, dilation, false, groups);
      assertThat(forward.shape()).isEqualTo(y.shape());
      assertThat(product(forward, y)).isEqualTo(product(x, back));
    }
  }

  private static long product(Tensor a, Tensor b) {
    long sum = 0;
    for (int i = 0; i < a.elements(); i++) {
      sum += a.getLong(i) * b.getLong(i);
    }
    return sum;
  }
}
