package dev.octet.quantizer.config;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.quantizer.rule.RuleSet;
import dev.octet.quantizer.rule.Selector;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationConfig;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/quantizer-configuration.md} says. */
final class ConfigDocumentTest {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("octet.root", "."), "docs", "quantizer-configuration.md");
  private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
  private static final Pattern SELECTOR = Pattern.compile("`(\\{\"(?!node|value).*?\\})`");

  private static final QuantizationSpec ACTIVATION =
      QuantizationSpec.builder(DType.UINT8, ObserverKind.histogram(0x1p-12))
          .range(0, 255)
          .qscheme(QScheme.PER_TENSOR_AFFINE)
          .build();
  private static final QuantizationSpec WEIGHT =
      QuantizationSpec.builder(DType.INT8, ObserverKind.perChannelMinMax(0x1p-12))
          .range(-128, 127)
          .qscheme(QScheme.PER_CHANNEL_SYMMETRIC)
          .channelAxis(0)
          .build();

  @Test
  void theExampleIsRead() throws IOException {
    Matcher example = EXAMPLE.matcher(Files.readString(DOCUMENT));
    assertThat(example.find()).isTrue();
    QuantizerConfiguration read = ConfigJson.parse(example.group(1));
    RuleSet rules = read.rules();
    assertThat(read.quantizer()).hasValue("x86");
    assertThat(rules.rules()).hasSize(4);
    assertThat(rules.rules().get(1).toString()).isEqualTo("the head stays as it is");
    assertThat(rules.rules().get(1).config()).isEmpty();
    assertThat(rules.rules().get(2).selector()).isEqualTo(new Selector.Glob("layer*.*.conv1"));
    assertThat(rules.rules().getFirst().config())
        .hasValue(QuantizationConfig.of(ACTIVATION, WEIGHT));
    assertThat(ConfigJson.parse(ConfigJson.print(read))).isEqualTo(read);
  }

  @Test
  void everySelectorOfTheTableIsRead() throws IOException {
    Matcher selectors = SELECTOR.matcher(Files.readString(DOCUMENT));
    int count = 0;
    for (; selectors.find(); count++) {
      String rule = "{\"rules\": [{\"select\": " + selectors.group(1) + ", \"config\": null}]}";
      assertThat(ConfigJson.parse(rule).rules().rules()).hasSize(1);
    }
    assertThat(count).isEqualTo(8);
  }
}
