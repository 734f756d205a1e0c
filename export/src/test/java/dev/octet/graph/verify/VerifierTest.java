package dev.octet.graph.verify;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import dev.octet.graph.Value;
import dev.octet.graph.text.GraphText;
import dev.octet.op.Argument;
import dev.octet.op.AtenOps;
import dev.octet.op.Op;
import dev.octet.op.OpCatalog;
import dev.octet.op.Ops;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class VerifierTest {
  private static final TensorType TYPE = TensorType.of(DType.FLOAT32, 2);
  private static final Value X = new Value("x", TYPE);
  private static final Value Y = new Value("y", TYPE);

  private static Op relu(Argument... arguments) {
    return Ops.of(OpCatalog.standard().get(AtenOps.RELU), Arrays.asList(arguments));
  }

  private static Node node(Op op, List<Value> operands, Value... results) {
    return new Node(
        results.length == 0 ? "none" : results[0].name(),
        op,
        operands,
        List.of(results),
        Origin.UNKNOWN);
  }

  private static Graph graph(Node... nodes) {
    return new Graph(List.of(X), List.of(nodes), List.of(new GraphOutput.Of(Y)));
  }

  private static void breaks(Class<?> rule, String problem, Graph graph, Dialect dialect) {
    ImmutableList<Violation> violations = Verifier.violations(graph, dialect);
    assertThat(violations.stream().map(Violation::rule).distinct().toList())
        .containsExactly(rule.getSimpleName());
    assertThat(violations.toString()).contains(problem);
  }

  private static void breaks(Class<?> rule, String problem, String text, Dialect dialect) {
    breaks(rule, problem, GraphText.parse(text), dialect);
  }

  private static final Argument FIRST = new Argument.Operand(0);

  @Test
  void aGraphThatIsWellFormedHasNoViolations() {
    Graph graph = graph(node(relu(FIRST), List.of(X), Y));
    for (Dialect dialect : Dialect.values()) {
      assertThat(Verifier.violations(graph, dialect)).isEmpty();
      Verifier.check(graph, dialect);
    }
  }

  @Test
  void valuesAreDefinedBeforeUse() {
    Value z = new Value("z", TYPE);
    Graph backwards = graph(node(relu(FIRST), List.of(z), Y), node(relu(FIRST), List.of(X), z));
    breaks(
        ValuesAreDefinedBeforeUse.class,
        "%y aten.relu.default: reads %z",
        backwards,
        Dialect.CAPTURED);
    Value other = new Value("x", TensorType.of(DType.FLOAT32, 3));
    breaks(
        ValuesAreDefinedBeforeUse.class,
        "defined as f32[2]",
        graph(node(relu(FIRST), List.of(other), Y)),
        Dialect.CAPTURED);
  }

  @Test
  void namesAreUnique() {
    breaks(
        NamesAreUnique.class,
        "defined already",
        graph(node(relu(FIRST), List.of(X), Y), node(relu(FIRST), List.of(X), Y)),
        Dialect.CAPTURED);
  }

  @Test
  void outputsAreDefined() {
    breaks(
        OutputsAreDefined.class,
        "%y is not defined",
        new Graph(List.of(X), List.of(), List.of(new GraphOutput.Of(Y))),
        Dialect.CAPTURED);
  }

  @Test
  void argumentsReferToOperands() {
    breaks(
        OperandsMatchArguments.class,
        "refers to operand 1; there are 1",
        graph(node(relu(new Argument.Operand(1)), List.of(X), Y)),
        Dialect.LOWERED);
    breaks(
        OperandsMatchArguments.class,
        "no argument refers to operand 1",
        graph(node(relu(FIRST), List.of(X, X), Y)),
        Dialect.LOWERED);
  }

  @Test
  void argumentsFitTheSchema() {
    breaks(
        ArgumentsFitTheSchema.class,
        "argument 'self' is Str[value=x], expected Tensor",
        graph(node(relu(Argument.of("x")), List.of(), Y)),
        Dialect.CAPTURED);
    breaks(
        ArgumentsFitTheSchema.class,
        "argument 'self' is %n: none, expected Tensor",
        "graph(%n: none) { %y: f32[2] = aten.relu.default(%n) return %y }",
        Dialect.CAPTURED);
    breaks(
        ArgumentsFitTheSchema.class,
        "'approximate'",
        "graph(%x: f32[2]) { %y: f32[2] = aten.gelu.default(%x, approximate=3) return %y }",
        Dialect.CAPTURED);
  }

  @Test
  void resultsFitTheSchema() {
    Graph none = new Graph(List.of(X), List.of(node(relu(FIRST), List.of(X))), List.of());
    assertThat(Verifier.violations(none, Dialect.CAPTURED).toString())
        .contains("has 0 results, expected 1");
  }

  @Test
  void recordedTypesAgreeWithInference() {
    breaks(
        TypesAgreeWithInference.class,
        "result %y is f32[3], expected f32[2]",
        "graph(%x: f32[2]) { %y: f32[3] = aten.relu.default(%x) return %y }",
        Dialect.CAPTURED);
  }

  @Test
  void symbolsAreKnown() {
    breaks(
        SymbolsAreKnown.class,
        "no input has the symbol s9",
        "graph(%x: f32[s0]) { %y: f32[s9] = aten.relu.default(%x) return %y }",
        Dialect.CAPTURED);
  }

  @Test
  void capturedGraphsAreFunctional() {
    String text = "graph(%x: f32[2]) { %y: f32[2] = aten.relu_.default(%x) return %y }";
    breaks(NoOperatorWritesItsOperands.class, "functional form", text, Dialect.CAPTURED);
    assertThat(Verifier.violations(GraphText.parse(text), Dialect.LOWERED)).isEmpty();
  }

  private static String quantized(double scale, long zeroPoint, long min, long max, String type) {
    return String.format(
        Locale.ROOT,
        """
        graph(%%x: f32[2]) {
          %%q: %s[2] = quantized_decomposed.quantize_per_tensor.default(%%x, %s, %d, %d, %d, %s)
          return %%q
        }
        """,
        type,
        scale,
        zeroPoint,
        min,
        max,
        type);
  }

  @Test
  void quantizedRangesFitTheirTypes() {
    assertThat(
            Verifier.violations(
                GraphText.parse(quantized(0.5, 3, 0, 255, "u8")), Dialect.QUANTIZED))
        .isEmpty();
    breaks(
        NothingIsQuantized.class, "QUANTIZED", quantized(0.5, 3, 0, 255, "u8"), Dialect.CAPTURED);
    refusesRange(
        "range 0 to 255, expected one within -128 to 127", quantized(0.5, 3, 0, 255, "s8"));
    refusesRange("zero point 300", quantized(0.5, 300, 0, 255, "u8"));
    refusesRange("scale 0.0", quantized(0.0, 3, 0, 255, "u8"));
    refusesRange("range 7 to 3", quantized(0.5, 7, 7, 3, "u8"));
  }

  /** Inference may find the same fault. */
  private static void refusesRange(String problem, String text) {
    List<Violation> violations = Verifier.violations(GraphText.parse(text), Dialect.QUANTIZED);
    String own =
        violations.stream()
            .filter(v -> v.rule().equals("QuantizedRangesFitTheirTypes"))
            .toList()
            .toString();
    assertThat(own).contains(problem);
  }

  @Test
  void subgraphsAreCheckedAndNamed() {
    String text =
        """
        graph(%x: f32[2]) {
          %y: f32[2] = higher_order.wrap(@body graph(%a: f32[2]) {
            %b: f32[2] = aten.relu_.default(%a)
            return %b
          }, %x)
          return %y
        }
        """;
    breaks(
        NoOperatorWritesItsOperands.class,
        "%b aten.relu_.default in @body of %y",
        text,
        Dialect.CAPTURED);
  }

  @Test
  void theExceptionTellsAllViolations() {
    Graph graph =
        GraphText.parse(
            "graph(%x: f32[2]) { %y: f32[2] = aten.relu_.default(%x) %z: f32[2] ="
                + " aten.tanh_.default(%y) return %z }");
    VerificationException e =
        assertThrows(VerificationException.class, () -> Verifier.check(graph, Dialect.CAPTURED));
    assertThat(e.violations()).hasSize(2);
    assertThat(e).hasMessageThat().contains("not a CAPTURED graph; 2 violations");
    assertThat(e).hasMessageThat().contains("%y aten.relu_.default");
    assertThat(e).hasMessageThat().contains("%z aten.tanh_.default");
  }

  @Test
  void sizesThatARangeDecidesDoNotDisagree() {
    Graph graph =
        GraphText.parse(
            """
            graph(%x: f32[s0, 4], %w: f32[3, 4]) {
              %cut: f32[3, 4] = aten.slice.Tensor(%x, 0, 0, 3)
              %sum: f32[3, 4] = aten.add.Tensor(%cut, %w)
              %flat: f32[12] = aten.view.default(%sum, [12])
              return %flat
            }
            """);
    assertThat(Verifier.violations(graph, Dialect.CAPTURED)).isEmpty();
    Graph inferred =
        GraphText.parse(
            """
            graph(%x: f32[s0, 4], %w: f32[3, 4]) {
              %cut = aten.slice.Tensor(%x, 0, 0, 3)
              %sum = aten.add.Tensor(%cut, %w)
              %flat = aten.view.default(%cut, [12])
              return %sum, %flat
            }
            """);
    assertThat(Verifier.violations(inferred, Dialect.CAPTURED)).isEmpty();
  }

  @Test
  void typesThatInferenceNeedsNumbersForAreTakenAtTheirWord() {
    Graph graph =
        GraphText.parse(
            """
            graph(%x: f32[s0]) {
              %a: f32[(s0 + 1)//2], %b: f32[s0 - (s0 + 1)//2] = aten.chunk.default(%x, 2)
              return %a, %b
            }
            """);
    assertThat(Verifier.violations(graph, Dialect.CAPTURED)).isEmpty();
  }
}
