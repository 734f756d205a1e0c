package dev.octet.quantizer.x86;

import dev.octet.export.Export;
import dev.octet.graph.Node;
import dev.octet.nn.Module;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.AnnotationCheck;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.quantizer.spec.QuantizationSpecBase;
import dev.octet.quantizer.spec.SharedQuantizationSpec;
import dev.octet.quantizer.spec.Site;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** A program with annotations that have been found sound, and short ways to ask about them. */
record Annotated(ExportedProgram program, Annotations annotations) {
  static final long[] IMAGE = {2, 3, 8, 8};
  static final long[] ROWS = {3, 4};

  static Annotated by(Quantizer quantizer, Module module, long... sizes) {
    return by(quantizer, trace(module, sizes), Annotations.none());
  }

  static Annotated by(Quantizer quantizer, ExportedProgram program, Annotations earlier) {
    Annotations annotations = quantizer.annotate(program, earlier);
    if (earlier.sites().isEmpty()) {
      AnnotationCheck.check(program.graph(), annotations);
      quantizer.validate(program, annotations);
    }
    return new Annotated(program, annotations);
  }

  static ExportedProgram trace(Module module, long... sizes) {
    Tensor example = Tensor.allocate(DType.FLOAT32, Shape.of(sizes));
    return Export.trace(module, List.of(example));
  }

  Node node(String name) {
    return program.graph().nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no %" + name + " in " + program.graph()));
  }

  Decision decision(String name) {
    return annotations.decision(node(name).name()).orElseThrow();
  }

  Reason reason(String name) {
    return decision(name).reason();
  }

  Optional<QuantizationSpecBase> input(String name, int operand) {
    return annotations.spec(Site.input(node(name), operand));
  }

  /** The element type that is asked for at an operand; empty if none is, or it is shared. */
  Optional<DType> inputType(String name, int operand) {
    return input(name, operand)
        .filter(QuantizationSpec.class::isInstance)
        .map(spec -> ((QuantizationSpec) spec).dtype());
  }

  /** True if the node's result, and all it reads, have the observer of its first operand. */
  boolean sharesOneObserver(String name) {
    Node node = node(name);
    SharedQuantizationSpec first = new SharedQuantizationSpec(Site.input(node, 0));
    for (int i = 1; i < node.operands().size(); i++) {
      if (!input(name, i).equals(Optional.of(first))) {
        return false;
      }
    }
    return inputType(name, 0).isPresent()
        && annotations.spec(Site.output(node.result())).equals(Optional.of(first));
  }

  /** The names of all nodes that are quantized or part of a quantized pattern, sorted. */
  List<String> quantized() {
    TreeSet<String> names = new TreeSet<>();
    annotations
        .decisions()
        .forEach((name, decision) -> {
          if (decision.reason().isQuantized()) {
            names.add(name);
          }
        });
    return List.copyOf(names);
  }
}
