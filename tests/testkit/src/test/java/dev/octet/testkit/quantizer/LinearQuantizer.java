package dev.octet.testkit.quantizer;

import dev.octet.graph.Node;
import dev.octet.op.Linear;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;

/** A sound quantizer of linear layers; tests override a part of it to break the contract. */
class LinearQuantizer implements Quantizer {
  static final QuantizationSpec SPEC =
      QuantizationSpec.builder(DType.INT8, ObserverKind.minMax(0x1p-12))
          .qscheme(QScheme.PER_TENSOR_SYMMETRIC)
          .build();

  @Override
  public String name() {
    return "LinearQuantizer";
  }

  @Override
  public Annotations annotate(ExportedProgram program, Annotations earlier) {
    Annotations.Builder into = Annotations.builder(program.graph());
    for (Node node : program.graph().nodes()) {
      if (earlier.claims(node)) {
        decide(node, Reason.ANNOTATED_BEFORE, into);
      } else if (node.op() instanceof Linear) {
        annotate(node, into);
        decide(node, Reason.QUANTIZED, into);
      } else {
        decide(node, Reason.OUTSIDE_RECIPE, into);
      }
    }
    return into.build();
  }

  void annotate(Node node, Annotations.Builder into) {
    into.input(node, 0, SPEC);
    into.input(node, 1, SPEC);
  }

  void decide(Node node, Reason reason, Annotations.Builder into) {
    into.decide(new Decision(node.name(), reason, name()));
  }
}
