package dev.octet.quantizer.convert;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.graph.Graph;
import dev.octet.op.Add;
import dev.octet.op.Op;
import dev.octet.op.Quantize;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.Networks;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.SiteQuantizer;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One calibrated program with quantize and dequantize, and in integers. */
record BothForms(QuantizedModel pairs, QuantizedModel integers) {
  static BothForms of(ExportedProgram program, SiteQuantizer quantizer) {
    PreparedModel prepared = Quantization.prepare(program, quantizer);
    for (int seed = 1; seed < 4; seed++) {
      prepared.run(inputs(program, seed));
    }
    return new BothForms(
        prepared.convert(),
        prepared.convert(ConvertOptions.defaults().withReferenceRepresentation(true)));
  }

  Graph graph() {
    return integers.program().graph();
  }

  /** The scale of the last quantize; 0 if there is none with a fixed scale. */
  double outputScale() {
    return pairs.program().graph().nodes().reversed().stream()
        .filter(node -> node.op() instanceof Quantize op && !op.isDynamic())
        .map(node -> ((Quantize) node.op()).scale())
        .findFirst()
        .orElse(0.0);
  }

  BothForms agreesWithin(double distance) {
    for (int seed = 3; seed < 8; seed++) {
      Tensor[] inputs = inputs(pairs.program(), seed);
      Tensor expected = pairs.run(inputs).getFirst();
      assertThat(Networks.distance(expected, integers.run(inputs).getFirst())).isAtMost(distance);
    }
    return this;
  }

  BothForms agreesWithinOneQuantum() {
    assertThat(outputScale()).isGreaterThan(0.0);
    return agreesWithin(outputScale() * 1.0001);
  }

  /** Nothing is quantized or dequantized, and the operator of this type reads integers. */
  BothForms computes(Class<? extends Op> type, DType integers) {
    assertNothingIsQuantized(graph());
    List<DType> found =
        graph().nodes().stream()
            .filter(node -> type.isInstance(node.op()))
            .filter(node -> !(node.op() instanceof Add add) || add.isBinary())
            .map(node -> node.operand(0).tensorType().dtype())
            .toList();
    assertWithMessage("%s in\n%s", type.getSimpleName(), graph().nodes())
        .that(found)
        .contains(integers);
    assertThat(found).doesNotContain(DType.FLOAT32);
    return this;
  }

  static void assertNothingIsQuantized(Graph graph) {
    Set<String> left =
        graph.nodes().stream()
            .map(node -> node.op().name().base())
            .filter(name -> name.contains("quantize"))
            .collect(Collectors.toSet());
    assertThat(left).isEmpty();
  }

  static Tensor[] inputs(ExportedProgram program, int seed) {
    return program.userInputs().stream()
        .map(value -> Networks.random(seed, value.tensorType().shape().toArray()))
        .toArray(Tensor[]::new);
  }
}
