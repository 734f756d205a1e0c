package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.Argument;
import dev.octet.op.AtenOps;
import dev.octet.op.Op;
import dev.octet.op.OpName;
import dev.octet.op.Ops;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs of files whose literals do not fit their operators, though their types are in order. */
final class MisfitProgramsTest {
  private static final Grid GRID = new Grid(DType.UINT8, 0.05, 60, 0, 255);

  private static final List<Target> TARGETS = List.of(Target.cpu(), Target.cpu().portable());

  private static ExportedProgram program() {
    return ProgramSketch.of(
        1,
        at -> {
          Value x = at.rounded(at.input(DType.FLOAT32, 1, 3, 8, 8), GRID);
          Value y =
              at.at()
                  .call(
                      AtenOps.CONV2D,
                      x,
                      at.int8Weights(true, 60, 4, 3, 3, 3),
                      at.weights(4),
                      List.of(1L, 1L),
                      List.of(1L, 1L),
                      List.of(1L, 1L),
                      1L);
          Value most =
              at.at()
                  .call(
                      OpName.aten("max_pool2d", "default"),
                      y,
                      List.of(2L, 2L),
                      List.of(2L, 2L),
                      List.of(0L, 0L));
          return List.of(
              at.at()
                  .call(
                      OpName.aten("avg_pool2d", "default"),
                      most,
                      List.of(2L, 2L),
                      List.of(2L, 2L),
                      List.of(0L, 0L)));
        });
  }

  /** With other literals of every node of an operator, and the types as they were. */
  private static ExportedProgram with(String operator, String parameter, Argument literal) {
    ExportedProgram program = program();
    Graph graph = program.graph();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Op op = node.op();
      if (op.name().base().equals(operator)) {
        List<Argument> arguments = new ArrayList<>(op.arguments());
        arguments.set(op.schema().position(parameter), literal);
        op = Ops.of(op.schema(), arguments);
      }
      nodes.add(new Node(node.name(), op, node.operands(), node.results(), node.origin()));
    }
    return program.withGraph(new Graph(graph.inputs(), nodes, graph.outputs()));
  }

  private static void isRefused(ExportedProgram program, String node, String message) {
    for (Target target : TARGETS) {
      InputException thrown =
          assertThrows(InputException.class, () -> Lowering.compile(program, target).close());
      assertThat(thrown).hasMessageThat().contains("%" + node);
      assertThat(thrown).hasMessageThat().contains(message);
    }
  }

  private static InputException ofTheReference(ExportedProgram program) {
    return assertThrows(
        InputException.class, () -> program.run(Agreement.inputs(program, 3).getFirst()));
  }

  private static Argument sizes(long size) {
    return new Argument.ListOf(List.of(Argument.of(size), Argument.of(size)));
  }

  @ParameterizedTest
  @CsvSource({
    "max_pool2d, kernel_size, 0, 'kernel_size'' is [0, 0]'",
    "max_pool2d, stride, 0, 'stride'' is [0, 0]'",
    "max_pool2d, stride, -1, 'stride'' is [-1, -1]'",
    "max_pool2d, padding, 2, 'padding [2, 2] is more than half of the kernel [2, 2]'",
    "max_pool2d, dilation, 0, 'dilation'' is [0, 0]'",
    "avg_pool2d, kernel_size, 0, 'kernel_size'' is [0, 0]'",
    "avg_pool2d, stride, 0, 'stride'' is [0, 0]'",
    "avg_pool2d, padding, 2, 'padding [2, 2] is more than half of the kernel [2, 2]'",
    "conv2d, stride, 0, 'stride'' is [0, 0]'",
    "conv2d, padding, -1, 'padding'' is [-1, -1]'",
    "conv2d, dilation, 0, 'dilation'' is [0, 0]'"
  })
  void windowsThatAreNoneAreRefused(String operator, String parameter, long size, String message) {
    ExportedProgram program = with(operator, parameter, sizes(size));
    isRefused(program, operator, message);
    assertThat(ofTheReference(program)).hasMessageThat().contains(message);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 2})
  void groupsThatDoNotDivideAreRefused(long groups) {
    ExportedProgram program = with("conv2d", "groups", Argument.of(groups));
    isRefused(program, "conv2d", "groups");
    assertThat(ofTheReference(program)).hasMessageThat().contains("groups");
  }

  @ParameterizedTest
  @CsvSource({
    "quant_max, 300, the range 0 to 300 does not fit into u8",
    "quant_min, -1, the range -1 to 255 does not fit into u8"
  })
  void integersBeyondTheirTypeAreRefused(String parameter, long limit, String message) {
    ExportedProgram program = with("quantize_per_tensor", parameter, Argument.of(limit));
    isRefused(program, "quantize_per_tensor", message);
    assertThat(ofTheReference(program)).hasMessageThat().contains(message);
  }

  /** Of which the operators compute something, and no two engines the same. */
  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY, 1e300})
  void stepsThatAreNoPositiveNumberAreRefused(double scale) {
    isRefused(
        with("quantize_per_tensor", "scale", Argument.of(scale)),
        "quantize_per_tensor",
        "scale is " + scale);
    if (scale != 0) {
      isRefused(
          with("dequantize_per_tensor", "scale", Argument.of(scale)),
          "dequantize_per_tensor",
          "scale is " + scale);
    }
  }

  @Test
  void emptyRangesAreRefused() {
    isRefused(
        with("quantize_per_tensor", "quant_max", Argument.of(-1L)),
        "quantize_per_tensor",
        "the range 0 to -1 is empty");
  }

  @Test
  void theProgramItselfIsCompiled() {
    for (Target target : TARGETS) {
      Ledger ledger = Agreement.check("program", program(), target, 1e-5);
      assertWithMessage("%s", ledger).that(ledger.entries()).isNotEmpty();
    }
  }
}
