package dev.octet.quantizer.convert;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.quantizer.Networks.count;
import static dev.octet.quantizer.SiteQuantizer.MIN_MAX;
import static dev.octet.quantizer.SiteQuantizer.node;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.graph.text.GraphText;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import dev.octet.program.ProgramMetadata;
import dev.octet.program.TreeSpec;
import dev.octet.quantizer.Networks;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.SiteQuantizer;
import dev.octet.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** State that runs write or give, and no node reads, or reads as a weight. */
final class KeptStateTest {
  /** A parameter that is an output, a buffer that is read and written, one that is written only. */
  private static ExportedProgram program() {
    Tensor tensor = Networks.random(1, 2);
    return new ExportedProgram(
        GraphText.parse(
            """
            graph(%p: f32[2], %sum: f32[2], %last: f32[2], %x: f32[2]) {
              %add: f32[2] = aten.add.Tensor(%x, %sum)
              return %add, %x, %p, %add
            }
            """),
        ImmutableList.of(
            new InputSpec.Parameter("p"),
            new InputSpec.Buffer("sum", true),
            new InputSpec.Buffer("last", true),
            new InputSpec.User()),
        ImmutableList.of(
            new OutputSpec.BufferMutation("sum"),
            new OutputSpec.BufferMutation("last"),
            new OutputSpec.User(),
            new OutputSpec.User()),
        ImmutableMap.of("p", tensor, "sum", tensor, "last", tensor),
        ImmutableMap.of(),
        TreeSpec.positional(1),
        TreeSpec.tuple(List.of(TreeSpec.LEAF, TreeSpec.LEAF)),
        ProgramMetadata.traced(ImmutableList.of(), ImmutableList.of()));
  }

  @Test
  void whatARunWritesIsNoConstantAndWhatItGivesOrWritesStays() {
    PreparedModel prepared =
        Quantization.prepare(
            program(),
            SiteQuantizer.of((graph, into) -> into.input(node(graph, "add"), 1, MIN_MAX)));
    prepared.run(Networks.random(2, 2));
    ExportedProgram quantized = prepared.convert().program();
    assertThat(quantized.state().keySet()).containsExactly("p", "sum", "last");
    assertThat(quantized.inputs()).isEqualTo(program().inputs());
    assertThat(count(quantized.graph(), "quantized_decomposed.quantize_per_tensor.default"))
        .isEqualTo(1);
  }
}
