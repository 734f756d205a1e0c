package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.common.collect.ImmutableList;
import dev.octet.op.AtenOps;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LedgerJsonTest {
  private static final ExportedProgram PROGRAM =
      ProgramSketch.of(
          1,
          sketch ->
              List.of(
                  sketch
                      .at()
                      .call(
                          AtenOps.LINEAR,
                          sketch.input(DType.FLOAT32, 2, 8),
                          sketch.weights(4, 8))));

  @Test
  void everyKernelIsAnObject() throws JsonProcessingException {
    try (CompiledModel model = Lowering.compile(PROGRAM, Target.cpu().portable())) {
      JsonNode json = new ObjectMapper().readTree(model.ledger().toJson());
      assertThat(json.at("/totals/multiply_adds").asLong()).isEqualTo(2 * 8 * 4);
      assertThat(json.at("/totals/kernels").asInt()).isEqualTo(json.get("kernels").size());
      JsonNode kernel = json.at("/kernels/0");
      assertThat(kernel.at("/nodes/0").asText()).isEqualTo("%linear");
      assertThat(kernel.at("/writes/0").asText()).isEqualTo("f32[2, 4]");
      assertThat(kernel.has("nanoseconds")).isFalse();
    }
  }

  @Test
  void whatWasChosenIsNoWarning() throws JsonProcessingException {
    Ledger ledger =
        new Ledger(
            "a processor",
            ImmutableList.of("something is missing"),
            ImmutableList.of("something was chosen"),
            ImmutableList.of("something would be faster"),
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableList.of(),
            0);
    JsonNode json = new ObjectMapper().readTree(ledger.toJson());
    assertThat(json.get("warnings")).containsExactly(TextNode.valueOf("something is missing"));
    assertThat(json.get("notes")).containsExactly(TextNode.valueOf("something was chosen"));
    assertThat(json.get("advice")).containsExactly(TextNode.valueOf("something would be faster"));
    assertThat(ledger.toString().lines().toList())
        .containsAtLeast(
            "processor a processor",
            "warning: something is missing",
            "note: something was chosen",
            "advice: something would be faster")
        .inOrder();
  }

  @Test
  void timesAreThoseOfTheRunsSinceTheyWereForgotten() {
    try (CompiledModel model = Lowering.compile(PROGRAM, Target.cpu().portable().profile())) {
      assertThat(model.ledger().entries().getFirst().nanoseconds()).isEmpty();
      model.run(ProgramSketch.normal(new Random(1), Shape.of(2, 8)));
      assertThat(model.ledger().entries().getFirst().nanoseconds()).isPresent();
      model.forgetTimes();
      assertThat(model.ledger().entries().getFirst().nanoseconds()).isEmpty();
    }
  }
}
