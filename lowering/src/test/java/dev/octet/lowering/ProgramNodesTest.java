package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.AtenOps;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The ledger says of every node of the program what became of it. */
final class ProgramNodesTest {
  /** A convolution with its BatchNorm, a weight that is computed, dropout and a view. */
  private static final ExportedProgram PROGRAM =
      ProgramSketch.of(
          1,
          sketch -> {
            var b = sketch.at();
            Value x = sketch.input(DType.FLOAT32, 2, 3, 8, 8);
            Value doubled = sketch.weights(4, 3, 3, 3);
            Value weight = b.call(AtenOps.ADD_TENSOR, doubled, doubled);
            Value conv = b.call(AtenOps.CONV2D, x, weight);
            Value gamma = sketch.weights(4);
            Value beta = sketch.weights(4);
            Value mean = sketch.weights(4);
            Value variance = b.call(AtenOps.MUL_TENSOR, gamma, gamma);
            Value norm =
                b.call(
                    AtenOps.BATCH_NORM, conv, gamma, beta, mean, variance, false, 0.1, 1e-5, true);
            Value relu = b.call(AtenOps.RELU, norm);
            return List.of(
                b.call(AtenOps.FLATTEN, b.call(AtenOps.DROPOUT, relu, 0.5, false), 1L, 3L));
          });

  @Test
  void everyNodeIsInTheLedger() {
    try (CompiledModel model = Lowering.compile(PROGRAM, Target.cpu())) {
      Ledger ledger = model.ledger();
      Set<String> all = new HashSet<>(ledger.folded());
      all.addAll(ledger.merged());
      ledger.entries().forEach(entry -> all.addAll(entry.nodes()));
      assertThat(all)
          .containsExactlyElementsIn(
              PROGRAM.graph().nodes().stream().map(node -> "%" + node.name()).toList());
    }
  }

  @Test
  void aConvolutionIsInTheEntryOfTheBatchNormThatWasFoldedIntoIt() {
    try (CompiledModel model = Lowering.compile(PROGRAM, Target.cpu())) {
      LedgerEntry entry = model.ledger().find(name("conv2d")).orElseThrow();
      assertThat(entry.nodes())
          .containsAtLeast("%" + name("conv2d"), "%" + name("batch_norm"), "%" + name("relu"))
          .inOrder();
    }
  }

  @Test
  void whatDoesNothingIsMergedAndConstantsAreFolded() {
    try (CompiledModel model = Lowering.compile(PROGRAM, Target.cpu())) {
      assertThat(model.ledger().folded()).containsExactly("%" + name("add"), "%" + name("mul"));
      assertThat(model.ledger().merged()).containsExactly("%" + name("dropout"));
    }
  }

  private static String name(String operator) {
    return PROGRAM.graph().nodes().stream()
        .filter(node -> node.op().schema().name().toString().startsWith("aten." + operator))
        .map(Node::name)
        .findFirst()
        .orElseThrow();
  }
}
