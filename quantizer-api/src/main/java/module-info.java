/**
 * Quantization specs, annotations, the quantizer interface, observers, and the steps prepare,
 * calibrate and convert. In: an exported program and a quantizer. Out: a graph with
 * quantize/dequantize pairs.
 */
module dev.octet.quantizer {
  requires transitive dev.octet.export;
  requires static transitive org.jspecify;

  exports dev.octet.quantizer.observe;
  exports dev.octet.quantizer.spec;
}
