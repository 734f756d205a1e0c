package dev.octet.lowering.freeze;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.graph.Graph;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Holds what a pass made of a graph to what the graph was. */
final class SameNumbers {
  private SameNumbers() {}

  /**
   * Both graphs give one result of the same shape, whose elements differ by {@code tolerance} of
   * the expected one at most. Inputs are normally distributed.
   */
  static void hold(
      String what, FrozenGraph before, FrozenGraph after, ToDoubleFunction<Tensor> tolerance) {
    assertThat(after.graph().outputs()).isEqualTo(before.graph().outputs());
    try (Arena arena = Arena.ofConfined()) {
      List<Tensor> inputs = inputs(before.graph(), arena);
      Tensor expected = run(before, inputs, arena);
      Tensor actual = run(after, inputs, arena);
      assertThat(actual.shape()).isEqualTo(expected.shape());
      double allowed = tolerance.applyAsDouble(expected);
      for (long i = 0; i < expected.elements(); i++) {
        assertWithMessage("%s, element %s", what, i)
            .that(actual.getDouble(i))
            .isWithin(allowed)
            .of(expected.getDouble(i));
      }
    }
  }

  private static List<Tensor> inputs(Graph graph, Arena arena) {
    Random random = new Random(5);
    List<Tensor> inputs = new ArrayList<>();
    for (Value value : graph.inputs()) {
      Tensor tensor =
          Tensor.allocate(arena, value.tensorType().dtype(), value.tensorType().shape());
      for (long i = 0; i < tensor.elements(); i++) {
        tensor.setDouble(i, random.nextGaussian());
      }
      inputs.add(tensor);
    }
    return inputs;
  }

  /** The evaluator takes constants as inputs, too. */
  private static Tensor run(FrozenGraph frozen, List<Tensor> given, Arena arena) {
    Graph graph = frozen.graph();
    List<Value> inputs = new ArrayList<>(graph.inputs());
    List<Tensor> tensors = new ArrayList<>(given);
    frozen
        .constants()
        .forEach((value, tensor) -> {
          inputs.add(value);
          tensors.add(tensor);
        });
    List<Object> results =
        Evaluator.reference()
            .run(new Graph(inputs, graph.nodes(), graph.outputs()), tensors, arena);
    assertThat(results).hasSize(1);
    return (Tensor) results.getFirst();
  }
}
