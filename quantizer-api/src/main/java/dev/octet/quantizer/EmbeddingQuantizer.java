package dev.octet.quantizer;

import dev.octet.graph.Node;
import dev.octet.op.Embedding;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;

/**
 * Stores the tables of embeddings as uint8 with a scale and a real zero point for each row; lookups
 * give float. To be composed with a quantizer for the other operators: see {@link
 * ComposableQuantizer}. Immutable.
 */
public final class EmbeddingQuantizer implements Quantizer {
  /** A quantizer of every embedding table. */
  public EmbeddingQuantizer() {}

  private static final QuantizationSpec TABLE =
      QuantizationSpec.builder(DType.UINT8, ObserverKind.perChannelMinMax(0x1p-12))
          .qscheme(QScheme.PER_CHANNEL_AFFINE_FLOAT_QPARAMS)
          .channelAxis(0)
          .build();

  /** The spec of the tables. */
  public static QuantizationSpec tableSpec() {
    return TABLE;
  }

  @Override
  public Annotations annotate(ExportedProgram program, Annotations earlier) {
    Annotations.Builder into = Annotations.builder(program.graph());
    for (Node node : program.graph().nodes()) {
      if (earlier.claims(node)) {
        into.decide(decision(node, Reason.ANNOTATED_BEFORE));
      } else if (node.op() instanceof Embedding embedding) {
        into.input(node, embedding.weightOperand(), TABLE);
        into.decide(decision(node, Reason.WEIGHT_ONLY));
      } else {
        into.decide(decision(node, Reason.OUTSIDE_RECIPE));
      }
    }
    return into.build();
  }

  private Decision decision(Node node, Reason reason) {
    return new Decision(node.name(), reason, name());
  }
}
