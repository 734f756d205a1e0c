package dev.octet.graph.evaluate.kernel;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Windows that recorded cases leave out; the numbers are PyTorch's. */
final class PoolingKernelsTest {
  /** One tap in the padding, the other behind the image. */
  @Test
  void theMaximumOfNoElementIsTheLowestNumber() {
    List<Tensor> floats = pooled(Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 1, 2, 4));
    assertThat(floats.getFirst().toFloatArray())
        .isEqualTo(new float[] {Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY});
    assertThat(floats.getLast().toLongArray()).isEqualTo(new long[] {4, 8});
    List<Tensor> integers = pooled(Tensor.of(new long[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 1, 1, 4));
    assertThat(integers.getFirst().toLongArray())
        .isEqualTo(new long[] {Long.MIN_VALUE, Long.MIN_VALUE});
    assertThat(integers.getLast().toLongArray()).isEqualTo(new long[] {4, 4});
  }

  private static List<Tensor> pooled(Tensor image) {
    Graph graph =
        Graph.build(builder -> {
          Value x = builder.input("x", TensorType.of(image.dtype(), image.shape()));
          List<Object> arguments =
              List.of(x, List.of(1L, 2L), List.of(1L, 1L), List.of(0L, 1L), List.of(1L, 5L));
          Node pool =
              builder.node(OpName.aten("max_pool2d_with_indices", "default"), arguments, Map.of());
          pool.results().forEach(builder::output);
        });
    return Evaluator.reference().run(graph, List.of(image), Arena.ofAuto()).stream()
        .map(Tensor.class::cast)
        .toList();
  }
}
