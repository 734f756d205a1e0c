package dev.octet.nn;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.export.Export;
import dev.octet.program.Dim;
import dev.octet.program.DynamicShapes;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.symbol.Range;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ModuleTest {
  /** Reads sizes, reshapes with them, and has a constant of its own. */
  private static final class Net extends Module {
    private final Linear fc = add("fc", new Linear(3, 2));
    private final Variable offset = Variable.of(Tensor.of(new float[] {1, 2}, 2));

    @Override
    protected Variable forward(Variable x) {
      Variable rows = x.view(x.size(0).times(x.size(1)), Size.of(-1));
      return fc.call(rows).add(offset).view(x.size(0), x.size(1), Size.of(2));
    }
  }

  private static final class Forgetful extends Module {
    private final Linear fc = new Linear(3, 2);

    @Override
    protected Variable forward(Variable x) {
      return fc.call(x);
    }
  }

  @Test
  void stateThatDoesNotFitIsListedAndLeftAlone() {
    Net net = new Net();
    Map<String, Tensor> state = new LinkedHashMap<>(net.stateDict());
    Tensor weight = state.remove("fc.weight");
    state.put("fc.bias", Tensor.of(new float[3], 3));
    state.put("fc.scale", Tensor.of(new float[1], 1));
    InputException e = assertThrows(InputException.class, () -> net.loadStateDict(state));
    assertThat(e).hasMessageThat().contains("missing [fc.weight]");
    assertThat(e).hasMessageThat().contains("unexpected [fc.scale]");
    assertThat(e).hasMessageThat().contains("fc.bias is f32[3], expected f32[2]");
    assertThat(net.stateDict().get("fc.weight")).isSameInstanceAs(weight);
  }

  @Test
  void dynamicSizesAreReadOnceAndUsedEverywhere() {
    DynamicShapes shapes =
        DynamicShapes.none()
            .with("x", 0, Dim.of("batch").max(8))
            .with("x", 1, Dim.of("length").min(2));
    Net net = new Net();
    ExportedProgram program =
        Export.trace(net, List.of(Tensor.allocate(DType.FLOAT32, Shape.of(2, 5, 3))), shapes);
    List<String> operators =
        program.graph().nodes().stream().map(node -> node.op().name().toString()).toList();
    assertThat(operators)
        .containsExactly(
            "aten.sym_size.int",
            "aten.sym_size.int",
            "_operator.mul",
            "aten.view.default",
            "aten.linear.default",
            "aten.add.Tensor",
            "aten.view.default")
        .inOrder();
    assertThat(program.ranges())
        .containsExactly(
            SymInt.symbol("s6"), Range.of(1, 8), SymInt.symbol("s11"), Range.atLeast(2));
    Tensor input =
        Tensor.of(
            new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18}, 3, 2, 3);
    assertThat(program.run(input).getFirst().bitEquals(net.run(input).getFirst())).isTrue();
  }

  @Test
  void tensorFromOutsideBecomesAConstant() {
    ExportedProgram program =
        Export.trace(new Net(), List.of(Tensor.allocate(DType.FLOAT32, Shape.of(1, 1, 3))));
    assertThat(program.inputs()).contains(new InputSpec.Constant("lifted_tensor_0"));
    Tensor constant = Objects.requireNonNull(program.state().get("lifted_tensor_0"));
    assertThat(constant.toFloatArray()).usingExactEquality().containsExactly(1f, 2f).inOrder();
  }

  @Test
  void exampleOutsideTheRangeIsRefused() {
    DynamicShapes shapes = DynamicShapes.none().with("x", 0, Dim.of("batch").min(4));
    List<Tensor> examples = List.of(Tensor.allocate(DType.FLOAT32, Shape.of(2, 5, 3)));
    InputException e =
        assertThrows(InputException.class, () -> Export.trace(new Net(), examples, shapes));
    assertThat(e).hasMessageThat().contains("'batch' is 2");
  }

  @Test
  void unregisteredPartIsNamed() {
    List<Tensor> examples = List.of(Tensor.allocate(DType.FLOAT32, Shape.of(2, 3)));
    InputException e =
        assertThrows(InputException.class, () -> Export.trace(new Forgetful(), examples));
    assertThat(e).hasMessageThat().contains("add(name, module)");
  }

  @Test
  void operatorThatDoesNotFitNamesItsModule() {
    Tensor wrong = Tensor.allocate(DType.FLOAT32, Shape.of(2, 4));
    Sequential net = new Sequential(new ReLU(), new Linear(3, 2));
    InputException traced =
        assertThrows(InputException.class, () -> Export.trace(net, List.of(wrong)));
    assertThat(traced).hasMessageThat().contains("aten.linear.default (1)");
    InputException atOnce = assertThrows(InputException.class, () -> net.run(wrong));
    assertThat(atOnce).hasMessageThat().contains("aten.linear.default (1)");
  }
}
