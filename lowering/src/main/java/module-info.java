/**
 * From a graph, float or quantized, to kernels: fuse, choose types, lay out, plan, generate, run.
 * In: a graph and a target. Out: a compiled model and the ledger of what runs where. This module
 * holds no code yet.
 */
module dev.octet.lowering {
  requires transitive dev.octet.export;
  requires static transitive org.jspecify;
}
