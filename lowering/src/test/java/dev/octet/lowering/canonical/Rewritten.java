package dev.octet.lowering.canonical;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.graph.rewrite.Rewriter;
import dev.octet.lowering.ProgramSketch;
import dev.octet.lowering.ProgramSketch.Drawing;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A sketch before and after one rule, which must give the same bits. */
record Rewritten(Graph before, Graph after) {
  static final Grid GRID = new Grid(DType.UINT8, 0.05, 100, 0, 255);
  static final Grid OTHER = new Grid(DType.UINT8, 0.04, 120, 0, 255);

  Rewritten {
    assertThat(types(after)).isEqualTo(types(before));
    try (Arena arena = Arena.ofConfined()) {
      List<Tensor> inputs = inputs(before, arena);
      List<Object> expected = Evaluator.reference().run(before, inputs, arena);
      List<Object> actual = Evaluator.reference().run(after, inputs, arena);
      for (int i = 0; i < expected.size(); i++) {
        assertWithMessage("output %s of\n%s", i, String.join("\n", listing(after)))
            .that(((Tensor) actual.get(i)).bitEquals((Tensor) expected.get(i)))
            .isTrue();
      }
    }
  }

  /** Applies a rule until it applies no more. */
  static Rewritten by(RewriteRule rule, Drawing drawing) {
    Graph graph = ProgramSketch.of(1, drawing).graph();
    return new Rewritten(graph, Rewriter.of(rule).rewrite(graph));
  }

  /** Each node as {@code result = operator(operands) type}. */
  ImmutableList<String> nodes() {
    return listing(after);
  }

  boolean changed() {
    return !after.equals(before);
  }

  static Value call(ProgramSketch at, String name, @Nullable Object... arguments) {
    return at.at().call(OpName.parse(name), arguments);
  }

  static ImmutableList<String> listing(Graph graph) {
    return graph.nodes().stream().map(Rewritten::text).collect(ImmutableList.toImmutableList());
  }

  private static String text(Node node) {
    String results = node.results().stream().map(Value::name).collect(Collectors.joining(", "));
    String operands = node.operands().stream().map(Value::name).collect(Collectors.joining(", "));
    String types =
        node.results().stream().map(value -> "" + value.type()).collect(Collectors.joining(", "));
    return results + " = " + node.op().name().base() + "(" + operands + ") " + types;
  }

  private static ImmutableList<String> types(Graph graph) {
    return graph.outputs().stream()
        .map(output -> ((GraphOutput.Of) output).value())
        .map(value -> value.tensorType().dtype() + " " + value.tensorType().sizes())
        .collect(ImmutableList.toImmutableList());
  }

  private static List<Tensor> inputs(Graph graph, Arena arena) {
    Random random = new Random(3);
    List<Tensor> inputs = new ArrayList<>();
    for (Value value : graph.inputs()) {
      TensorType type = value.tensorType();
      Tensor tensor = Tensor.allocate(arena, type.dtype(), type.shape());
      for (long i = 0; i < tensor.elements(); i++) {
        if (type.dtype().isFloatingPoint()) {
          tensor.setDouble(i, 3 * random.nextGaussian());
        } else {
          tensor.setLong(i, random.nextInt(128));
        }
      }
      inputs.add(tensor);
    }
    return inputs;
  }
}
