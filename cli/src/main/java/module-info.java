/**
 * The {@code octet} command: arguments in, one line or table out, and an exit code that scripts can
 * rely on.
 */
module dev.octet.cli {
  requires com.fasterxml.jackson.databind;
  requires dev.octet.export;
  requires dev.octet.lowering;
  requires dev.octet.quantizer;
  requires dev.octet.quantizer.x86;
  requires dev.octet.quantizer.xpu;
  requires dev.octet.report;
  requires info.picocli;
  requires static transitive org.jspecify;

  opens dev.octet.cli to
      info.picocli;
}
