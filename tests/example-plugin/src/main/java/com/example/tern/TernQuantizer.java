package com.example.tern;

import dev.octet.graph.Node;
import dev.octet.op.Add;
import dev.octet.op.Convolution;
import dev.octet.op.HasWeight;
import dev.octet.op.Linear;
import dev.octet.op.Softmax;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.AnnotationException;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.spec.DerivedQuantizationSpec;
import dev.octet.quantizer.spec.FixedQParamsQuantizationSpec;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.quantizer.spec.SharedQuantizationSpec;
import dev.octet.quantizer.spec.Site;
import dev.octet.tensor.DType;

/** Annotates what the Tern, an accelerator that nobody has built, computes in int8. */
public record TernQuantizer(QuantizationSpec activation, QuantizationSpec weight)
    implements Quantizer {
  private static final FixedQParamsQuantizationSpec PROBABILITY =
      new FixedQParamsQuantizationSpec(DType.INT8, 1.0 / 256, -128);

  @Override
  public Annotations annotate(ExportedProgram program, Annotations earlier) {
    Annotations.Builder into = Annotations.builder(program.graph());
    for (Node node : program.graph().nodes()) {
      Reason reason = earlier.claims(node) ? Reason.ANNOTATED_BEFORE : annotate(node, into);
      into.decide(new Decision(node.name(), reason, name()));
    }
    return into.build();
  }

  private Reason annotate(Node node, Annotations.Builder into) {
    return switch (node.op()) {
      case Add _, Convolution _, Linear _, Softmax _ when !readsFloats(node) ->
          Reason.NOT_FLOATING_POINT;
      case Add op -> annotateAdd(node, op, into);
      case Convolution op -> annotateLayer(node, op, into);
      case Linear op -> annotateLayer(node, op, into);
      case Softmax _ -> annotateSoftmax(node, into);
      default -> Reason.OUTSIDE_RECIPE;
    };
  }

  private static boolean readsFloats(Node node) {
    return node.operands().stream()
        .allMatch(v -> v.type() instanceof TensorType type && type.dtype() == DType.FLOAT32);
  }

  private Reason annotateLayer(Node node, HasWeight op, Annotations.Builder into) {
    into.input(node, op.inputOperand(), activation);
    into.input(node, op.weightOperand(), weight);
    DerivedQuantizationSpec bias =
        DerivedQuantizationSpec.bias(
            Site.input(node, op.inputOperand()),
            Site.input(node, op.weightOperand()),
            weight.observer().isPerChannel());
    node.op().operandIndex("bias").ifPresent(operand -> into.input(node, operand, bias));
    return Reason.QUANTIZED;
  }

  private Reason annotateAdd(Node node, Add op, Annotations.Builder into) {
    if (!op.isBinary()) {
      return Reason.SCALAR_OPERAND;
    }
    if (!node.operand(0).tensorType().sizes().equals(node.operand(1).tensorType().sizes())) {
      return Reason.SHAPES_DIFFER;
    }
    // The adder has no multiplier: all three tensors need one scale.
    SharedQuantizationSpec shared = new SharedQuantizationSpec(Site.input(node, 0));
    into.input(node, 0, activation);
    into.input(node, 1, shared);
    into.output(node.result(), shared);
    return Reason.QUANTIZED;
  }

  private Reason annotateSoftmax(Node node, Annotations.Builder into) {
    into.input(node, 0, activation);
    into.output(node.result(), PROBABILITY);
    return Reason.QUANTIZED;
  }

  @Override
  public void validate(ExportedProgram program, Annotations annotations) {
    if (activation.dtype() != DType.INT8 || weight.dtype() != DType.INT8) {
      throw new AnnotationException(
          "the Tern multiplies s8 by s8, found " + activation.dtype() + " by " + weight.dtype());
    }
  }
}
