/**
 * The quantizer for Intel GPUs: which operators are annotated, and with which specs. In: an
 * exported program. Out: its annotations.
 */
module dev.octet.quantizer.xpu {
  requires transitive dev.octet.quantizer;
  requires static transitive org.jspecify;

  exports dev.octet.quantizer.xpu;

  provides dev.octet.quantizer.provider.QuantizerProvider with
      dev.octet.quantizer.xpu.XpuQuantizerProvider;
}
