package dev.octet.quantizer.pattern;

/**
 * Finds one pattern in a graph and annotates it, for one rule at a time. Stateless. The name of the
 * class is the name in explanations.
 */
public sealed interface Annotator
    permits ConvolutionAddRelu,
        ConvolutionAdd,
        ConvolutionUnary,
        ConvolutionAlone,
        LinearAddRelu,
        LinearAdd,
        LinearUnary,
        LinearAlone,
        MatrixProduct,
        ElementwiseProduct,
        Propagation {

  void annotate(AnnotationPass pass);

  default String name() {
    return getClass().getSimpleName();
  }
}
