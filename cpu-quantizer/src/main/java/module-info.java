/**
 * The quantizer for x86 CPUs: which operators are annotated, and with which specs. In: an exported
 * program. Out: its annotations.
 */
@SuppressWarnings("module") // x86 is the name of the processor, not a version
module dev.octet.quantizer.x86 {
  requires transitive dev.octet.quantizer;
  requires static transitive org.jspecify;

  exports dev.octet.quantizer.x86;

  provides dev.octet.quantizer.provider.QuantizerProvider with
      dev.octet.quantizer.x86.X86QuantizerProvider;
}
