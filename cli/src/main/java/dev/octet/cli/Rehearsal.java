package dev.octet.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;

/**
 * Runs the commands that read, quantize, compile and run, on a small model in one process: what the
 * JVM learns from it goes into its AOT cache. Not a command for users.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /** Takes a float model, an input of it as {@code .npy}, and a folder for what commands write. */
  public static void main(String[] arguments) {
    if (arguments.length != 3) {
      throw new IllegalArgumentException("expected: MODEL.pt2 INPUT.npy FOLDER");
    }
    Path folder = Path.of(arguments[2]);
    String model = arguments[0];
    String input = arguments[1];
    String quantized = folder.resolve("quantized.pt2").toString();
    String compiled = folder.resolve("compiled.octet").toString();
    String results = folder.resolve("results").toString();
    octet("--version");
    octet("inspect", model);
    for (String engine : new String[] {"reference", "cpu"}) {
      octet(
          "quantize",
          model,
          "--quantizer",
          "x86",
          "--preset",
          "reduce-range",
          "--calibrate",
          input,
          "--calibrate",
          input,
          "--engine",
          engine,
          "--out",
          quantized);
      octet("run", model, "--input", input, "--out-dir", results, "--engine", engine);
    }
    octet("compile", quantized, "--out", compiled);
    octet("ledger", compiled);
    octet("run", compiled, "--input", input, "--out-dir", results);
  }

  private static void octet(String... arguments) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    int code =
        Octet.run(nowhere, new PrintWriter(System.err, true, System.err.charset()), arguments);
    if (code != ExitCodes.OK) {
      throw new IllegalStateException("octet " + String.join(" ", arguments) + " gave " + code);
    }
  }
}
