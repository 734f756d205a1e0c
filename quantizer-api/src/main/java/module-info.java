/**
 * From an exported program to a quantized one: specs, annotations and the {@code Quantizer} that
 * plugins implement, observers, prepare, calibrate, convert, reports, comparisons.
 */
module dev.octet.quantizer {
  requires com.fasterxml.jackson.databind;
  requires transitive dev.octet.export;
  requires static transitive org.jspecify;

  exports dev.octet.quantizer;
  exports dev.octet.quantizer.annotate;
  exports dev.octet.quantizer.calibrate;
  exports dev.octet.quantizer.compare;
  exports dev.octet.quantizer.config;
  exports dev.octet.quantizer.convert;
  exports dev.octet.quantizer.convert.reference;
  exports dev.octet.quantizer.observe;
  exports dev.octet.quantizer.pattern;
  exports dev.octet.quantizer.prepare;
  exports dev.octet.quantizer.provider;
  exports dev.octet.quantizer.report;
  exports dev.octet.quantizer.rule;
  exports dev.octet.quantizer.spec;

  uses dev.octet.quantizer.provider.QuantizerProvider;
}
