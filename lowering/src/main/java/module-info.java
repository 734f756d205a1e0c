/**
 * From a graph, float or quantized, to kernels: fuse, choose types, lay out, plan, generate, run.
 * In: a program and a target. Out: a compiled model and the ledger of what runs where.
 */
module dev.octet.lowering {
  requires com.fasterxml.jackson.databind;
  requires transitive dev.octet.export;
  // Generated kernels use it where it is resolved, and do without it where not.
  requires static jdk.incubator.vector;
  requires static transitive org.jspecify;

  exports dev.octet.lowering;
}
