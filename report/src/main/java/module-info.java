/**
 * What quantization and compilation made of a model, as a page to look at and as JSON. In: programs
 * and what is known of them. Out: one HTML file that needs no network.
 */
module dev.octet.report {
  requires com.fasterxml.jackson.databind;
  requires transitive dev.octet.export;
  requires transitive dev.octet.lowering;
  requires transitive dev.octet.quantizer;
  requires static transitive org.jspecify;

  exports dev.octet.report;
}
