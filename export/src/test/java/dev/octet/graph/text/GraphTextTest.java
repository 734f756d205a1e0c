package dev.octet.graph.text;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import dev.octet.op.Argument;
import dev.octet.op.Convolution;
import dev.octet.op.TensorType;
import dev.octet.symbol.SymInt;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GraphTextTest {
  private static final String CONVOLUTION =
      """
      graph(%x: f32[2, 3, 8, 8], %w: f32[16, 3, 3, 3]) {
        %conv2d: f32[2, 16, 4, 4] = aten.conv2d.default(%x, %w, stride=[2, 2], padding=[1, 1])
        return %conv2d
      }
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        CONVOLUTION,
        """
        graph() {
          return 3, 3.0, None, "text", [1, [2.5, None]], inf, -inf, nan, -0.0, f32, channels_last, device("cuda", 1)
        }
        """,
        """
        graph(%x: f32[s0, 2*s0 + 1]{1, 4}, %n: int(s0), %f: float(0.5), %o: object("__torch__.A")) {
          %split: f32[2] = aten.split.Tensor(%x, %n, dim=1)
          %getitem: f32[1], %getitem_1: f32[1] = aten.split.Tensor(%x, 1) as %split_1
          () = aten._assert_async.msg(%x, "bad \\"x\\"") as %_assert_async
          return %split, %getitem
        }
        """,
        """
        graph(%p: bool[], %x: f32[2]) {
          %cond: f32[2] = higher_order.cond(%p, @true_graph_0 graph(%a: f32[2]) {
            %sin: f32[2] = aten.sin.default(%a)
            return %sin
          }, @false_graph_0 graph(%a: f32[2]) {
            return %a
          }, [%x])
          return %cond
        }
        """,
        """
        graph(%"odd name": f32[2]) {
          %y: f32[2] = ?my.op.v2(%"odd name", scale=0.5, flags={"a": [1, True]})
          %z: f32[2] = ?my.op.v2(x=$1, y=$0) on (%"odd name", %y)
          return %z
        }
        """
      })
  void canonicalTextStaysAsItIs(String text) {
    Graph graph = GraphText.parse(text);
    assertThat(GraphText.print(graph)).isEqualTo(text);
    assertThat(GraphText.parse(GraphText.print(graph, PrintOptions.FULL))).isEqualTo(graph);
  }

  @Test
  void defaultsAreFilledIn() {
    Node node = GraphText.parse(CONVOLUTION).nodes().getFirst();
    Convolution conv = (Convolution) node.op();
    assertThat(conv.stride()).containsExactly(2L, 2L);
    assertThat(conv.dilation()).containsExactly(1L, 1L);
    assertThat(conv.hasBias()).isFalse();
    assertThat(GraphText.print(GraphText.parse(CONVOLUTION), PrintOptions.FULL))
        .contains("aten.conv2d.default(%x, %w, None, [2, 2], [1, 1], [1, 1], 1)");
  }

  @Test
  void spaceCommentsAndTheWayOfPassingArgumentsDoNotMatter() {
    String other =
        """
        ; a comment { that ends nowhere
        graph( %x :f32[2,3, 8,8],%w: f32[16, 3, 3, 3] ) { %conv2d:f32[2,16,4,4] = ; another
          aten.conv2d.default(weight=%w, input=%x, bias=None, padding=1, stride=2)
        return %conv2d }\
        """;
    Graph graph = GraphText.parse(other);
    assertThat(graph.nodes().getFirst().op().argument("padding"))
        .isEqualTo(Argument.ints(ImmutableList.of(1L, 1L)));
    assertThat(graph.value("conv2d")).isEqualTo(GraphText.parse(CONVOLUTION).value("conv2d"));
  }

  @Test
  void resultTypesThatAreLeftOutAreInferred() {
    Graph graph = GraphText.parse("graph(%x: f32[s0, 3]) { %y = aten.relu.default(%x) return %y }");
    TensorType type = graph.value("y").tensorType();
    assertThat(type.sizes()).containsExactly(SymInt.symbol("s0"), SymInt.of(3)).inOrder();
  }

  @Test
  void numberKindsAreKept() {
    Graph graph = GraphText.parse("graph() { return 1, 1.0, 1e3, -5, 9223372036854775807 }");
    assertThat(graph.outputs())
        .containsExactly(
            new GraphOutput.Literal(Argument.of(1)),
            new GraphOutput.Literal(Argument.of(1.0)),
            new GraphOutput.Literal(Argument.of(1000.0)),
            new GraphOutput.Literal(Argument.of(-5)),
            new GraphOutput.Literal(Argument.of(Long.MAX_VALUE)))
        .inOrder();
  }

  @Test
  void originsStandInATableBehindTheGraph() {
    Origin origin =
        new Origin(
            ImmutableList.of(new Origin.ModuleFrame("k", "layer1.0.conv1", "torch.nn.Conv2d")),
            ImmutableList.of(new Origin.SourceFunction("conv_1", "torch.conv2d")),
            Optional.of(new Origin.TorchFunction("conv2d_1", "builtin.conv2d")),
            Optional.of("File \"a.py\"\n  x"),
            Optional.of("{}"));
    Graph plain = GraphText.parse(CONVOLUTION);
    Graph graph =
        new Graph(
            plain.inputs(),
            plain.nodes().stream().map(n -> n.withOrigin(origin)).toList(),
            plain.outputs());
    assertThat(GraphText.print(graph)).isEqualTo(CONVOLUTION);
    String full = GraphText.print(graph, PrintOptions.DEFAULT.withOrigins(true));
    assertThat(full).contains("padding=[1, 1]) !0\n");
    assertThat(full).contains("module 0 = (\"k\", \"layer1.0.conv1\", \"torch.nn.Conv2d\")");
    assertThat(GraphText.parse(full)).isEqualTo(graph);
    assertThat(GraphText.print(graph, PrintOptions.DEFAULT.withModulePaths(true)))
        .contains("; layer1.0.conv1\n");
  }

  @Test
  void numberedTextDoesNotDependOnNamesOfResults() {
    PrintOptions numbered = PrintOptions.DEFAULT.withNumbered(true);
    String text = GraphText.print(GraphText.parse(CONVOLUTION), numbered);
    assertThat(text).contains("%0: f32[2, 16, 4, 4] = ");
    assertThat(GraphText.print(GraphText.parse(CONVOLUTION.replace("%conv2d", "%other")), numbered))
        .isEqualTo(text);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "graph(%x: f32[2) { return %x } | 1 | 15 | expected",
        "graph(%x: f33[2]) { return %x } | 1 | 11 | found 'f33', expected a type",
        "graph(%x: f32[2]) { return %y } | 1 | 29 | found %y, expected a value that is defined",
        "graph(%x: f32[2]) { %x: f32[2] = aten.relu.default(%x) return %x } | 1 | 22 | used twice",
        "graph(%x: f32[2]) { %y: f32[2] = aten.rleu.default(%x) return %y } | 1 | 34 | nearest"
            + " known: [aten.",
        "graph(%x: f32[2]) { %y: f32[2] = aten.relu.default() return %y } | 1 | 34 | 'self'"
            + " (Tensor) is missing",
        "graph(%x: f32[2]) { %y: f32[2] = aten.relu.default(%x, what=1) return %y } | 1 | 34 |"
            + " unknown argument 'what'",
        "graph(%x: f32[2]) { %y: f32[2] = aten.relu.default(self=%x, %x) return %y } | 1 | 61 |"
            + " positional argument follows",
        "graph(%x: f32[2]) { %y: f32[2] = aten.relu.default(fnord) return %y } | 1 | 52 | found"
            + " 'fnord', expected an argument",
        "graph(%x: f32[2]) { %y: f32[2] = ?a.b.c($3) return %y } | 1 | 35 | operand $3 does not"
            + " exist",
        "graph(%x: f32[2]) { return 99999999999999999999 } | 1 | 28 | 64-bit integer",
        "graph(%x: f32[2]) { return \"open } | 1 | 35 | found the end of the text",
        "graph(%x: f32[2]) { return %x | 1 | 30 | expected '}'",
        "graph(%x: f32[2]) { return %x } x | 1 | 33 | expected",
        "graph(%x) { return %x } | 1 | 9 | expected ':' and the type",
        "graph(%x: f32[2 +]) { return %x } | 1 | 15 | expression",
        "graph(%x: f32[2]) { %y: f32[2] = aten.relu.default(%x) !7 return %y } | 1 | 57 | origin 7"
            + " is not in the table",
        "{} | 1 | 1 | expected 'graph'"
      })
  void errorsTellTheirPlace(String text, int line, int column, String message) {
    GraphParseException e = assertThrows(GraphParseException.class, () -> GraphText.parse(text));
    assertThat(e).hasMessageThat().contains(message);
    assertThat(e.line()).isEqualTo(line);
    assertThat(e.column()).isEqualTo(column);
  }

  @Test
  void linesAreCounted() {
    GraphParseException e =
        assertThrows(
            GraphParseException.class,
            () -> GraphText.parse(CONVOLUTION.replace("return %conv2d", "return %z")));
    assertThat(e).hasMessageThat().startsWith("line 3, column 11: ");
  }

  @Test
  void deepNestingIsRefusedRatherThanOverflowing() {
    String text = "graph() { return " + "[".repeat(100_000) + "]".repeat(100_000) + " }";
    GraphParseException e = assertThrows(GraphParseException.class, () -> GraphText.parse(text));
    assertThat(e).hasMessageThat().contains("nested at most 200 deep");
  }

  @Test
  void inferredSizesThatTheDataDecideAreToldApart() {
    Graph graph =
        GraphText.parse(
            """
            graph(%x: f32[u0]) {
              %a = aten.nonzero.default(%x)
              %b = aten.nonzero.default(%x)
              return %a, %b
            }
            """);
    assertThat(graph.nodes().stream().map(node -> node.result().type().toString()).toList())
        .containsExactly("s64[u1, 1]", "s64[u2, 1]")
        .inOrder();
  }
}
