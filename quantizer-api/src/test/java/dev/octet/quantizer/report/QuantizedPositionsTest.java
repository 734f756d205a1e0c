package dev.octet.quantizer.report;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.nn.Embedding;
import dev.octet.nn.Variable;
import dev.octet.op.Mul;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.Networks;
import dev.octet.quantizer.Networks.Net;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.SiteQuantizer;
import dev.octet.tensor.DType;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Networks that look rows up, quantized wherever two tensors are multiplied. */
final class QuantizedPositionsTest {
  /** Of a network whose forward gets the table and the input. */
  private static QuantizationReport report(BiFunction<Embedding, Variable, Variable> forward) {
    Net net = new Net();
    Embedding table = net.with("table", new Embedding(10, 4));
    ExportedProgram program =
        Networks.trace(net.forward(x -> forward.apply(table, x.abs().clamp(0, 2))), 2, 3);
    PreparedModel prepared =
        Quantization.prepare(
            program,
            SiteQuantizer.of((graph, into) ->
                graph.nodes().stream()
                    .filter(node -> node.op() instanceof Mul)
                    .forEach(node -> {
                      into.input(node, 0, SiteQuantizer.ACTIVATION);
                      into.input(node, 1, SiteQuantizer.ACTIVATION);
                    })));
    prepared.run(Networks.random(3, 2, 3));
    return prepared.convert().report();
  }

  @Test
  void positionsBehindQuantizedValuesAreWarnedOf() {
    QuantizationReport report =
        report((table, x) -> table.call(x.mul(x).to(DType.INT64).view(3, 2)));
    assertThat(report.warnings()).hasSize(1);
    assertThat(report.warnings().getFirst())
        .isEqualTo(
            "%embedding aten.embedding.default (table) reads positions computed from values that are"
                + " quantized (%clamp), so that they may name other rows; configure the nodes that"
                + " compute them to stay in floating point");
    assertThat(report.summary().getLast()).isEqualTo("warning: " + report.warnings().getFirst());
    assertThat(ReportJson.of(report)).contains("\"warnings\" : [ \"%embedding ");
    assertThat(ReportMarkdown.of(report)).contains("- warning: %embedding ");
  }

  @Test
  void rowsThatAreQuantizedAfterwardsAreNot() {
    QuantizationReport report =
        report((table, x) -> {
          Variable rows = table.call(x.to(DType.INT64));
          return rows.mul(rows);
        });
    assertThat(report.warnings()).isEmpty();
    assertThat(report.summary()).hasSize(3);
  }

  /** A code book: which row is meant is what the network has learned, and no count of places. */
  @Test
  void whatTheNetworkComputesAndTakesForAPositionIsNot() {
    QuantizationReport report =
        report((table, x) -> {
          Variable square = x.mul(x);
          return table.call(square.matmul(square.transpose(0, 1)).clamp(0, 9).to(DType.INT64));
        });
    assertThat(report.nodes().stream().mapToInt(node -> node.reads().size()).sum()).isEqualTo(2);
    assertThat(report.warnings()).isEmpty();
  }

  @Test
  void rowsThatAMaskSelectsAreNot() {
    QuantizationReport report = report((table, x) -> x.index(x.mul(x).ge(0.5)));
    assertThat(report.nodes().stream().mapToInt(node -> node.reads().size()).sum()).isEqualTo(2);
    assertThat(report.warnings()).isEmpty();
  }
}
