package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.program.ExportedProgram;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What can never run is refused when it is compiled, before any sizes are known. */
final class RefusedProgramsTest {
  private static InputException refusal(String graph) {
    ExportedProgram program = ProgramSketch.parsed(graph);
    return assertThrows(InputException.class, () -> Lowering.compile(program, Target.cpu()));
  }

  @Test
  void numbersAreNoInputs() {
    assertThat(refusal("graph(%x: f32[8], %n: int(s1)) { %y = aten.add.Tensor(%x, %n) return %y }"))
        .hasMessageThat()
        .startsWith("input %n is a number, and compiled programs take no numbers");
  }

  @Test
  void sizesThatDependOnValuesNameTheirNode() {
    assertThat(refusal("graph(%x: f32[s0, 3]) { %some = aten.nonzero.default(%x) return %some }"))
        .hasMessageThat()
        .startsWith("%some (aten.nonzero.default) gives s64[u0, 2], where u0 depends on values");
  }

  @Test
  void numbersThatDependOnValuesNameTheirNode() {
    assertThat(
            refusal(
                """
                graph(%x: f32[s0], %n: s64[]) {
                  %item: int(u0) = aten.item.default(%n)
                  %y = aten.add.Tensor(%x, %item)
                  return %y
                }
                """))
        .hasMessageThat()
        .startsWith("%item (aten.item.default) gives int(u0), where u0 depends on values");
  }

  @Test
  void whatNobodyReadsMayDependOnValues() {
    ExportedProgram program =
        ProgramSketch.parsed(
            """
            graph(%x: f32[2], %n: s64[]) {
              %item: int(u0) = aten.item.default(%n)
              %some = aten.nonzero.default(%x)
              %y = aten.neg.default(%x)
              return %y
            }
            """);
    try (CompiledModel model = Lowering.compile(program, Target.cpu())) {
      Tensor x = Tensor.of(new float[] {1, 2}, 2);
      Tensor n = Tensor.of(new long[] {3});
      assertThat(model.run(x, n).getFirst().toFloatArray()).isEqualTo(new float[] {-1, -2});
      assertThat(model.ledger().int8Coverage()).isEqualTo(1.0);
      assertThat(model.ledger().describeCoverage()).isEqualTo("no multiply-adds");
      assertThat(model.ledger().toString()).contains("folded, no multiply-adds, ");
    }
  }

  @Test
  void operatorsWithoutAKernelAreRefused() {
    for (String size : new String[] {"s0", "4"}) {
      String graph =
          "graph(%x: f32[S]) { %y: f32[S] = ?mine.twice.default(%x) return %y }".replace("S", size);
      assertThat(refusal(graph))
          .hasMessageThat()
          .startsWith("unknown operator 'mine.twice.default' at %y");
    }
  }

  @Test
  void controlFlowIsRefused() {
    assertThat(
            refusal(
                """
                graph(%p: bool[], %x: f32[2]) {
                  %y: f32[2] = higher_order.cond(%p, @a graph(%c: f32[2]) { return %c }, \
                @b graph(%d: f32[2]) { return %d }, [%x])
                  return %y
                }
                """))
        .hasMessageThat()
        .startsWith("operator 'higher_order.cond' at %y");
  }
}
