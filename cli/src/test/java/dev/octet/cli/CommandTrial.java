package dev.octet.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** One run of a command within the JVM of the test. */
record CommandTrial(int exitCode, String out, String err) {
  static CommandTrial run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Octet.run(
            new PrintWriter(out),
            new PrintWriter(err),
            List.of(arguments).stream().map(Object::toString).toArray(String[]::new));
    return new CommandTrial(exitCode, out.toString(), err.toString());
  }
}
