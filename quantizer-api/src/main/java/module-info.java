/**
 * Quantization specs, which say how a tensor is to be quantized, and observers, which find the
 * range of its values. Annotations, prepare, calibrate and convert are to come.
 */
module dev.octet.quantizer {
  requires transitive dev.octet.export;
  requires static transitive org.jspecify;

  exports dev.octet.quantizer.observe;
  exports dev.octet.quantizer.spec;
}
