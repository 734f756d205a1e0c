package dev.octet.quantizer;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.op.Concat;
import dev.octet.op.Convolution;
import dev.octet.op.HasWeight;
import dev.octet.op.Linear;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.quantizer.spec.QuantizationSpecBase;
import dev.octet.tensor.DType;
import java.util.function.BiConsumer;

/** A quantizer that a test writes as a lambda, and the specs that most tests use. */
public final class SiteQuantizer implements Quantizer {
  /** uint8, affine, a histogram. */
  public static final QuantizationSpec ACTIVATION =
      QuantizationSpec.builder(DType.UINT8, ObserverKind.histogram(0x1p-12))
          .range(0, 255)
          .qscheme(QScheme.PER_TENSOR_AFFINE)
          .build();

  /** int8, affine, smallest and largest value. */
  public static final QuantizationSpec MIN_MAX =
      QuantizationSpec.builder(DType.INT8, ObserverKind.minMax(0x1p-12))
          .range(-128, 127)
          .qscheme(QScheme.PER_TENSOR_AFFINE)
          .build();

  /** int8, symmetric, a scale for each output channel. */
  public static final QuantizationSpec WEIGHT =
      QuantizationSpec.builder(DType.INT8, ObserverKind.perChannelMinMax(0x1p-12))
          .range(-128, 127)
          .qscheme(QScheme.PER_CHANNEL_SYMMETRIC)
          .channelAxis(0)
          .build();

  private final BiConsumer<Graph, Annotations.Builder> body;

  private SiteQuantizer(BiConsumer<Graph, Annotations.Builder> body) {
    this.body = body;
  }

  public static SiteQuantizer of(BiConsumer<Graph, Annotations.Builder> body) {
    return new SiteQuantizer(body);
  }

  /** Annotates what convolutions and linear layers read. */
  public static SiteQuantizer layers(QuantizationSpecBase activation, QuantizationSpecBase weight) {
    return of((graph, into) -> {
      for (Node node : graph.nodes()) {
        if (node.op() instanceof Convolution || node.op() instanceof Linear) {
          HasWeight op = (HasWeight) node.op();
          into.input(node, op.inputOperand(), activation);
          into.input(node, op.weightOperand(), weight);
        }
      }
    });
  }

  /** The nth concatenation of a graph. */
  public static Node concat(Graph graph, int index) {
    return graph.nodes().stream()
        .filter(node -> node.op() instanceof Concat)
        .skip(index)
        .findFirst()
        .orElseThrow();
  }

  /** The node of this name. */
  public static Node node(Graph graph, String name) {
    return graph.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Annotates a graph that is no program. */
  public void annotateInto(Graph graph, Annotations.Builder into) {
    body.accept(graph, into);
  }

  @Override
  public Annotations annotate(ExportedProgram program, Annotations earlier) {
    Annotations.Builder into = Annotations.builder(program.graph());
    body.accept(program.graph(), into);
    return into.build();
  }
}
