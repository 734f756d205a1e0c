/**
 * Tensors, the ATen graph, {@code .pt2} files, Java modules and their tracing, and the reference
 * evaluator. In: a {@code .pt2} file or a network written in Java. Out: an exported program that
 * can be read, printed, checked, rewritten and run.
 */
@SuppressWarnings("module") // a module that is built later is named
module dev.octet.export {
  requires com.fasterxml.jackson.databind;
  requires transitive com.google.common;
  requires static transitive org.jspecify;

  exports dev.octet.export;
  exports dev.octet.graph;
  exports dev.octet.graph.evaluate;
  exports dev.octet.graph.match;
  exports dev.octet.graph.rewrite;
  exports dev.octet.graph.text;
  exports dev.octet.graph.verify;
  exports dev.octet.nn;
  exports dev.octet.nn.models;
  exports dev.octet.op;
  exports dev.octet.op.infer to
      dev.octet.lowering;
  exports dev.octet.program;
  exports dev.octet.symbol;
  exports dev.octet.tensor;
}
