package dev.octet.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command; it does nothing itself and hands over to one of {@link #commands()}. */
@Command(
    name = "octet",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    description = "Opens, checks, quantizes and runs neural networks that torch.export wrote.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the command did what was asked",
      "1:an error that you can mend; one line on the error stream says how",
      "2:the command line is wrong",
      "3:a defect of Octet"
    })
public final class Octet implements Runnable {

  private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

  @Spec private CommandSpec spec;

  @Option(
      names = "--stack-trace",
      scope = ScopeType.INHERIT,
      description = "After an error, print where in the program it arose.")
  private boolean stackTrace;

  private Octet() {}

  /** Every command, in the order in which the help lists them; each is a class in its own file. */
  private static List<Object> commands() {
    return List.of(
        new DemoCommand(),
        new InspectCommand(),
        new RunCommand(),
        new EvalCommand(),
        new ExportCommand(),
        new QuantizeCommand(),
        new ExplainCommand(),
        new CompileCommand(),
        new LedgerCommand(),
        new ReportCommand(),
        new BenchCommand(),
        new DevicesCommand(),
        new TuneCommand());
  }

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Warnings of a library are a line like any other, without the date and the class.
    if (System.getProperty(LOG_FORMAT) == null) {
      System.setProperty(LOG_FORMAT, "octet: warning: %5$s%n");
    }
    PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
    PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
    System.exit(run(out, err, arguments));
  }

  /** Runs one command line on the given streams and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return run(commands(), out, err, arguments);
  }

  /** As {@link #run(PrintWriter, PrintWriter, String...)}, with other commands. */
  static int run(List<?> commands, PrintWriter out, PrintWriter err, String... arguments) {
    Octet octet = new Octet();
    CommandLine line = new CommandLine(octet);
    commands.forEach(line::addSubcommand);
    line.registerConverter(Path.class, new FileName())
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(
            (failure, _, _) -> Failures.report(failure, octet.stackTrace, err))
        .setParameterExceptionHandler(Failures::reportUsage);
    try {
      return line.execute(arguments);
    } catch (Error error) { // picocli hands only exceptions to its handler
      return Failures.report(error, octet.stackTrace, err);
    } finally {
      out.flush();
      err.flush();
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }
}
