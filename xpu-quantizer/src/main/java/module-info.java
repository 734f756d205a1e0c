/**
 * The quantizer for Intel GPUs: which operators are annotated, and with which specs. In: an
 * exported program. Out: its annotations. This module holds no code yet.
 */
module dev.octet.quantizer.xpu {
  requires transitive dev.octet.quantizer;
  requires static transitive org.jspecify;
}
