package dev.octet.lowering.codegen;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.Graph;
import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.NestForm;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trials run natively: what lies behind their memory belongs to somebody else. */
final class TrialMemoryTest {
  private static final int LANES = 16;

  private static Graph body(String operator, long rows, long width) {
    return Bodies.of(
        (b, x) -> call(b, operator, call(b, "aten.gelu.default", x.get(0)), -1),
        type(DType.FLOAT32, rows, width));
  }

  /** Of one row the innermost loop is the outermost as well, and a trial does few turns of it. */
  @ParameterizedTest
  @CsvSource({
    "aten.softmax.int, 1, 1000",
    "aten.log_softmax.int, 1, 2048",
    "aten.softmax.int, 1, 20",
    "aten.softmax.int, 2, 1000",
    "aten.log_softmax.int, 300, 33"
  })
  void keptRowsAreWhole(String operator, long rows, long width) {
    List<long[]> strides = List.of(Shape.of(rows, width).contiguousStrides());
    LoopBody loops =
        LoopCompiler.loops("test", body(operator, rows, width), Map.of(), strides, strides, LANES);
    NestForm form = NestForm.of(CompiledLoops.quickened(loops).getFirst());
    List<Buffer> kept =
        form.buffers().stream().filter(b -> b.kind() == Buffer.Kind.SCRATCH).toList();
    assertThat(kept).isNotEmpty();
    try (TrialMemory memory = TrialMemory.allocate(form, LANES)) {
      for (Buffer row : kept) {
        assertWithMessage("%s", row).that(memory.elements(row)).isAtLeast(width);
      }
    }
  }
}
