package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.provider.QuantizerPreset;
import dev.octet.quantizer.provider.QuantizerProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExplainCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path model = Path.of("");

  @BeforeEach
  void writeNetwork() {
    model = SmallNetwork.write(folder.resolve("model.pt2"), true);
  }

  private String explain(String... options) {
    assertWithMessage("%s", err).that(run(options)).isEqualTo(ExitCodes.OK);
    return out.toString();
  }

  private int run(String... options) {
    List<String> all = new ArrayList<>(List.of("explain", model.toString()));
    all.addAll(List.of(options));
    return Octet.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
  }

  @Test
  void everyNodeHasItsDecision() {
    String table = explain("--quantizer", "x86");
    assertThat(table).startsWith("NODE ");
    assertThat(table).containsMatch("%conv2d +aten.conv2d.default +quantized .*setGlobal.* stem");
    assertThat(table).containsMatch("%relu +aten.relu.default +part of a quantized pattern");
    assertThat(table).containsMatch("%mean +aten.mean.dim +the operator is outside");
    assertThat(table).containsMatch("%linear +aten.linear.default +quantized .* head");
    assertThat(table).containsMatch("3 nodes quantized, 1 in floating point\\R$");
  }

  @Test
  void rulesOfAConfigurationAreNamed() throws IOException {
    Path config = folder.resolve("config.json");
    Files.writeString(
        config,
        """
        {"rules": [
          {"select": {"glob": "hea?"}, "config": null},
          {"select": {"module_name": "stem"}, "source": "no stem", "config": null}
        ]}\
        """);
    String table = explain("--quantizer", "xpu", "--config", config.toString());
    assertThat(table)
        .containsMatch("%linear .*excluded by a rule.*config.json: rules\\[0\\] +head");
    assertThat(table).containsMatch("%conv2d .*excluded by a rule.*no stem +stem");
  }

  @Test
  void oneNodeIsShownInFull() {
    String text = explain("--quantizer", "x86", "%conv2d");
    assertThat(text).containsMatch("operator +aten.conv2d.default");
    assertThat(text).containsMatch("module +stem");
    assertThat(text).containsMatch("decision +quantized");
    assertThat(text).containsMatch("rule +setGlobal");
    assertThat(text).containsMatch("reads +%x .*<- u8 0..255 per_tensor_affine, HistogramObserver");
    assertThat(text)
        .containsMatch(
            "reads +%p_stem_weight .*<- s8 .* per_channel_symmetric of axis 0, PerChannelMinMax");
  }

  @Test
  void unknownNodeIsAnsweredWithTheNearest() {
    assertThat(run("--quantizer", "x86", "conv2")).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(err.toString()).contains("there is no node %conv2; nearest: conv2d,");
  }

  /** Annotates nothing. */
  public static final class IdleProvider implements QuantizerProvider {
    @Override
    public String name() {
      return "idle";
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public List<QuantizerPreset> presets() {
      return List.of(new QuantizerPreset("default", "nothing"));
    }

    @Override
    public Quantizer create(String preset) {
      return new Idle();
    }
  }

  private static final class Idle implements Quantizer {
    @Override
    public Annotations annotate(ExportedProgram program, Annotations earlier) {
      return Annotations.none();
    }
  }

  @Test
  void quantizerOfAPluginIsFound() throws IOException {
    Path services = Files.createDirectories(folder.resolve("plugin/META-INF/services"));
    Files.writeString(
        services.resolve(QuantizerProvider.class.getName()), IdleProvider.class.getName());
    String plugin = folder.resolve("plugin").toString();
    String table = explain("--quantizer", "idle", "--plugin", plugin);
    assertThat(table).containsMatch("%conv2d .*the quantizer does not annotate it +Idle");
    assertThat(table).contains("0 nodes quantized, 4 in floating point");
    assertThat(run("--quantizer", "idle")).isEqualTo(ExitCodes.USAGE);
    assertThat(run("--quantizer", "tern", "--plugin", plugin)).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("Known: idle, x86, xpu");
  }
}
