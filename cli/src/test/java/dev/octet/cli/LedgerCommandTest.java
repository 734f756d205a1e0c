package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import dev.octet.export.Export;
import dev.octet.lowering.Ledger;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerCommandTest {
  @TempDir private Path folder;

  private static CommandTrial ledger(Object... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = "ledger";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    CommandTrial trial = CommandTrial.run(all);
    assertWithMessage(trial.err()).that(trial.exitCode()).isEqualTo(ExitCodes.OK);
    return trial;
  }

  @Test
  void everyKernelIsARow() {
    Path model = SmallNetwork.write(folder.resolve("model.pt2"), false);
    String out = ledger(model, "--threads", 1).out();
    assertThat(out).startsWith("processor ");
    assertThat(out).containsMatch("KERNEL +BY +READS +WRITES +GMAC +MODULE +REASON");
    assertThat(out).containsMatch("linear.* head");
    assertThat(out).contains("GMAC, 0.0 % of them in int8");
    assertThat(out).doesNotContain("TIME");
  }

  @Test
  void aSizeIsGivenOnce() {
    Path model = SmallNetwork.write(folder.resolve("model.pt2"), true);
    String symbol = symbol(model);
    assertThat(ledger(model, "--threads=1", "--sizes", symbol + "=8").out())
        .contains("f32[8, 3, 8, 8]");
    for (String command : List.of("ledger", "bench")) {
      CommandTrial twice =
          CommandTrial.run(command, model, "--sizes", symbol + "=8," + symbol + "=8");
      assertThat(twice.exitCode()).isEqualTo(ExitCodes.USAGE);
      assertThat(twice.err()).contains("--sizes names " + symbol + " more than once");
    }
  }

  private static String symbol(Path model) {
    return Export.read(model).userInputs().getFirst().type().symbols().first();
  }

  @Test
  void whatWasChosenIsANoteAndNoWarning() {
    Ledger ledger =
        new Ledger(
            "a device",
            ImmutableList.of("something is missing"),
            ImmutableList.of("something was chosen"),
            ImmutableList.of("something would be faster"),
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableList.of(),
            0);
    StringWriter out = new StringWriter();
    LedgerTable.print(ledger, new PrintWriter(out, true));
    assertThat(out.toString().lines().limit(4))
        .containsExactly(
            "processor a device",
            "warning: something is missing",
            "note: something was chosen",
            "advice: something would be faster")
        .inOrder();
    StringWriter err = new StringWriter();
    LedgerTable.printWarnings(ledger, new PrintWriter(err, true));
    assertThat(err.toString().lines()).containsExactly("octet: warning: something is missing");
  }

  @Test
  void profileAddsTimesAndShares() {
    Path model = SmallNetwork.write(folder.resolve("model.pt2"), false);
    String out = ledger(model, "--profile", 3).out();
    assertThat(out).containsMatch("TIME +SHARE +KERNEL");
    assertThat(out).containsMatch("\\d us +\\d+\\.\\d %");
    assertThat(out).contains("ms in all kernels");
  }

  @Test
  void jsonGoesToAFileOrInPlaceOfTheTable() throws IOException {
    Path model = SmallNetwork.write(folder.resolve("model.pt2"), false);
    Path file = folder.resolve("l.json");
    assertThat(ledger(model, "--json", file).out()).startsWith("processor ");
    JsonNode written = new ObjectMapper().readTree(Files.readString(file));
    JsonNode printed = new ObjectMapper().readTree(ledger(model, "--json", "-").out());
    assertThat(printed).isEqualTo(written);
    // Two images of 8 by 8 with 3 by 3 by 3 products for each of 4 channels, and a layer of 4 by 5.
    assertThat(written.at("/totals/multiply_adds").asLong())
        .isEqualTo(2 * 8 * 8 * 27 * 4 + 2 * 4 * 5);
  }

  @Test
  void symbolicSizesMustBeGiven() {
    Path model = SmallNetwork.write(folder.resolve("model.pt2"), true);
    CommandTrial missing = CommandTrial.run("ledger", model);
    assertThat(missing.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(missing.err()).contains("give --sizes s");
    String name = missing.err().replaceAll("(?s).*--sizes (s\\d+)=8.*", "$1");
    assertThat(ledger(model, "--sizes", name + "=5").out()).contains("f32[5, 5]");
    CommandTrial unknown = CommandTrial.run("ledger", model, "--sizes", name + "=5,zz=3");
    assertThat(unknown.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(unknown.err()).contains("--sizes names zz");
  }

  @Test
  void unknownNetworkIsNamed() {
    CommandTrial trial = CommandTrial.run("ledger", "zoo:resnet19");
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(trial.err()).contains("unknown network 'resnet19'");
  }
}
