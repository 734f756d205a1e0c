package dev.octet.lowering.freeze;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** What nodes made for some inputs compute. */
record Fragment(Graph graph) {
  /** Calls of operators on inputs of these sizes. */
  static Fragment of(BiFunction<List<Value>, GraphBuilder, Value> body, long[]... sizes) {
    return new Fragment(
        Graph.build(builder -> {
          List<Value> inputs = new ArrayList<>();
          for (long[] size : sizes) {
            inputs.add(builder.input("x" + inputs.size(), TensorType.of(DType.FLOAT32, size)));
          }
          builder.output(body.apply(inputs, builder));
        }));
  }

  ImmutableList<String> nodes() {
    return listing(graph);
  }

  /** Each node as {@code operator(operands) sizes}. */
  static ImmutableList<String> listing(Graph graph) {
    return graph.nodes().stream().map(Fragment::text).collect(ImmutableList.toImmutableList());
  }

  private static String text(Node node) {
    String operands = node.operands().stream().map(Value::name).collect(Collectors.joining(", "));
    return node.op().name().base() + "(" + operands + ") " + node.result().tensorType().sizes();
  }

  /** The elements of the result, where those of each input are 1, 2, 3, …. */
  List<Double> run() {
    try (Arena arena = Arena.ofConfined()) {
      List<Tensor> inputs = new ArrayList<>();
      for (Value input : graph.inputs()) {
        Shape shape = input.tensorType().shape();
        Tensor tensor = Tensor.allocate(arena, DType.FLOAT32, shape);
        for (long i = 0; i < shape.elements(); i++) {
          tensor.setDouble(i, i + 1.0);
        }
        inputs.add(tensor);
      }
      List<Object> results = Evaluator.reference().run(graph, inputs, arena);
      assertThat(results).hasSize(1);
      Tensor result = (Tensor) results.getFirst();
      List<Double> elements = new ArrayList<>();
      for (long i = 0; i < result.elements(); i++) {
        elements.add(result.getDouble(i));
      }
      return elements;
    }
  }
}
