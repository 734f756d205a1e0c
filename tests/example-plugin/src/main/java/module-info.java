/** A quantizer for an imaginary accelerator, found by its service. */
module com.example.tern {
  requires transitive dev.octet.quantizer;
  requires static transitive org.jspecify;

  exports com.example.tern;

  provides dev.octet.quantizer.provider.QuantizerProvider with
      com.example.tern.TernProvider;
}
