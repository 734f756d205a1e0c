package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.tensor.InputException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

final class OctetTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsItsVersionAndThatOfJava() {
    assertThat(run(() -> 0, "--version")).isEqualTo(ExitCodes.OK);
    assertThat(out.toString()).matches("octet \\d+\\.\\d+\\.\\d+(-SNAPSHOT)? \\(Java 25\\)\\R");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpNamesTheExitCodes() {
    assertThat(run(() -> 0, "--help")).isEqualTo(ExitCodes.OK);
    assertThat(out.toString()).contains("Exit codes:");
    assertThat(out.toString()).contains("--stack-trace");
  }

  @Test
  void noCommandIsAUsageError() {
    assertThat(run(() -> 0)).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("no command given");
    assertThat(err.toString()).contains("octet --help");
  }

  @Test
  void unknownOptionIsAUsageErrorThatNamesTheCommand() {
    assertThat(run(() -> 0, "trial", "--bogus")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("--bogus");
    assertThat(err.toString()).contains("octet trial --help");
  }

  @Test
  void misspeltCommandBringsASuggestion() {
    assertThat(run(() -> 0, "trail")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("did you mean");
    assertThat(err.toString()).contains("trial");
  }

  @Test
  void exitCodeOfTheCommandIsThatOfTheProcess() {
    assertThat(run(() -> 7, "trial")).isEqualTo(7);
  }

  @Test
  void inputExceptionIsOneLine() {
    Callable<Integer> command =
        () -> {
          throw new InputException("model.pt2: not a zip file");
        };
    assertThat(run(command, "trial")).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(err.toString())
        .isEqualTo("octet: model.pt2: not a zip file" + System.lineSeparator());
  }

  @Test
  void whatFailsInAPluginIsNoDefectOfOctet() {
    Callable<Integer> command =
        () -> {
          IllegalStateException failure = new IllegalStateException("no such operator");
          failure.setStackTrace(
              new StackTraceElement[] {
                new StackTraceElement("plugin", null, null, "p.Tern", "annotate", "Tern.java", 7)
              });
          throw failure;
        };
    assertThat(run(command, "trial")).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(err.toString()).startsWith("octet: the plugin failed: java.lang.IllegalState");
    assertThat(err.toString()).contains("tell its author");
  }

  @Test
  void missingFileIsOneLine() {
    Callable<Integer> command =
        () -> {
          throw new NoSuchFileException("absent.npy");
        };
    assertThat(run(command, "trial")).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(err.toString())
        .isEqualTo("octet: absent.npy: no such file or directory" + System.lineSeparator());
  }

  @Test
  void defectAsksForAReport() {
    Callable<Integer> command =
        () -> {
          throw new IllegalStateException("two producers");
        };
    assertThat(run(command, "trial")).isEqualTo(ExitCodes.INTERNAL_ERROR);
    assertThat(err.toString()).contains("internal error");
    assertThat(err.toString()).contains("two producers");
    assertThat(err.toString()).contains("--stack-trace");
    assertThat(err.toString()).doesNotContain("\tat ");
  }

  @Test
  void stackTraceIsPrintedOnRequest() {
    Callable<Integer> command =
        () -> {
          throw new StackOverflowError("too deep");
        };
    assertThat(run(command, "trial", "--stack-trace")).isEqualTo(ExitCodes.INTERNAL_ERROR);
    assertThat(err.toString()).contains("\tat dev.octet.cli.OctetTest");
  }

  private int run(Callable<Integer> command, String... arguments) {
    return Octet.run(
        List.of(new Trial(command)), new PrintWriter(out), new PrintWriter(err), arguments);
  }

  @Command(name = "trial")
  private record Trial(Callable<Integer> body) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      return body.call();
    }
  }
}
