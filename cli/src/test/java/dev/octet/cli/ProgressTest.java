package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private final StringWriter err = new StringWriter();

  @Test
  void shortWorkSaysNothing() {
    try (Progress progress = new Progress(new PrintWriter(err), true, "Reading", 0)) {
      progress.show(Duration.ofMillis(999));
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void logGetsALineEveryTenSeconds() {
    try (Progress progress = new Progress(new PrintWriter(err), false, "Evaluating", 4)) {
      progress.step();
      progress.show(Duration.ofSeconds(1));
      progress.step();
      progress.show(Duration.ofMillis(10_900));
      progress.step();
      progress.show(Duration.ofSeconds(11));
    }
    assertThat(err.toString().lines())
        .containsExactly("Evaluating: 1 of 4 (25 %), 1 s", "Evaluating: 3 of 4 (75 %), 11 s")
        .inOrder();
  }

  @Test
  void terminalLineIsRewrittenAndWiped() {
    try (Progress progress = new Progress(new PrintWriter(err), true, "Reading", 0)) {
      progress.show(Duration.ofSeconds(1));
      progress.show(Duration.ofMillis(1100));
      progress.show(Duration.ofMillis(2200));
    }
    assertThat(err.toString()).isEqualTo("\r\u001b[KReading: 1 s\r\u001b[KReading: 2 s\r\u001b[K");
  }

  @Test
  void barGrowsOnATerminal() {
    try (Progress progress = new Progress(new PrintWriter(err), true, "Evaluating", 4)) {
      progress.step();
      progress.show(Duration.ofSeconds(1));
    }
    assertThat(err.toString())
        .contains("Evaluating: [######..................] 1 of 4 (25 %), 1 s");
  }

  @Test
  void nothingIsShownAfterTheEnd() {
    Progress progress = new Progress(new PrintWriter(err), false, "Reading", 0);
    progress.close();
    progress.show(Duration.ofSeconds(5));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void watcherShowsWorkThatLastsLonger() throws InterruptedException {
    try (Progress progress = Progress.start(new PrintWriter(err, true), "Waiting", 0)) {
      Thread.sleep(Duration.ofMillis(1600));
      progress.step();
    }
    assertThat(err.toString()).startsWith("Waiting: 1 s");
  }
}
