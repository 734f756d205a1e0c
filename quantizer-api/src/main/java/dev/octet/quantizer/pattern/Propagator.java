package dev.octet.quantizer.pattern;

import dev.octet.graph.Node;

/**
 * Annotates an operator that takes quantized tensors and gives quantized ones with the same scale
 * and zero point. Stateless.
 */
public sealed interface Propagator permits MaxPooling, Concatenation, Flattening, AveragePooling {
  /** True of the operator it is about. */
  boolean handles(Node node);

  /** Annotates a node that is not annotated yet and that the rule selects. */
  void annotate(Node node, AnnotationPass pass);

  default String name() {
    return getClass().getSimpleName();
  }
}
