package dev.octet.quantizer.config;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.quantizer.rule.Matching;
import dev.octet.quantizer.rule.RuleSet;
import dev.octet.quantizer.rule.Selector;
import dev.octet.quantizer.spec.DerivedQuantizationSpec;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QParams;
import dev.octet.quantizer.spec.QParamsDerivation;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationConfig;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.quantizer.spec.QuantizationSpecBase;
import dev.octet.quantizer.spec.Site;
import dev.octet.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigJsonTest {
  private static final QuantizationSpec ACTIVATION =
      QuantizationSpec.builder(DType.UINT8, ObserverKind.histogram(0x1p-12))
          .range(0, 255)
          .qscheme(QScheme.PER_TENSOR_AFFINE)
          .build();

  @TempDir private Path folder;

  @Test
  void randomConfigurationsSurviveTheRoundTrip() {
    for (long seed = 0; seed < 2000; seed++) {
      QuantizerConfiguration configuration = new RandomConfigurations(seed).configuration();
      assertThat(ConfigJson.parse(ConfigJson.print(configuration))).isEqualTo(configuration);
    }
  }

  @Test
  void randomSpecsOfEveryKindSurviveTheRoundTrip() {
    for (long seed = 0; seed < 2000; seed++) {
      QuantizationSpecBase spec = new RandomConfigurations(seed).spec();
      assertThat(ConfigJson.parseSpec(ConfigJson.print(spec))).isEqualTo(spec);
    }
  }

  @Test
  void fileSurvivesTheRoundTrip() {
    Path file = folder.resolve("config.json");
    QuantizerConfiguration configuration = new RandomConfigurations(5).configuration();
    ConfigJson.write(configuration, file);
    assertThat(ConfigJson.read(file)).isEqualTo(configuration);
    ConfigJson.write(configuration.rules(), file);
    assertThat(ConfigJson.read(file)).isEqualTo(QuantizerConfiguration.of(configuration.rules()));
  }

  @Test
  void textIsInTheNamesOfPyTorch() {
    RuleSet rules =
        RuleSet.empty()
            .with(
                new Selector.Global(),
                Optional.of(new QuantizationConfig(ACTIVATION, null, null, null)),
                "everything");
    assertThat(ConfigJson.print(QuantizerConfiguration.of("x86", rules)))
        .isEqualTo(
            """
            {
              "quantizer": "x86",
              "matching": "by_source",
              "rules": [
                {
                  "select": "global",
                  "source": "everything",
                  "config": {
                    "input_activation": {
                      "dtype": "uint8",
                      "qscheme": "per_tensor_affine",
                      "quant_min": 0,
                      "quant_max": 255,
                      "is_dynamic": false,
                      "observer": {
                        "class": "HistogramObserver",
                        "bins": 2048,
                        "eps": 2.44140625E-4,
                        "reduce_range": false
                      }
                    }
                  }
                }
              ]
            }
            """);
  }

  @Test
  void whatIsLeftOutHasTheDefaultsOfPyTorch() {
    RuleSet rules =
        ConfigJson.parse(
                """
                {"rules": [
                  {"select": {"depth": {}}, "config": {"weight": {"dtype": "torch.int8",
                    "qscheme": "torch.per_tensor_symmetric",
                    "observer": {"class": "MovingAverageMinMaxObserver"}}}},
                  {"select": {"module_name": "head"}, "config": null}
                ]}\
                """)
            .rules();
    QuantizationSpec weight =
        QuantizationSpec.builder(
                DType.INT8, ObserverKind.movingAverageMinMax(ObserverKind.DEFAULT_EPS))
            .qscheme(QScheme.PER_TENSOR_SYMMETRIC)
            .build();
    assertThat(rules)
        .isEqualTo(
            RuleSet.empty()
                .matching(Matching.BY_SOURCE)
                .with(
                    new Selector.Depth(0, Integer.MAX_VALUE),
                    Optional.of(new QuantizationConfig(null, null, weight, null)),
                    "configuration: rules[0]")
                .with(
                    new Selector.ModuleName("head"), Optional.empty(), "configuration: rules[1]"));
  }

  @Test
  void formulaOfSomebodyElseCannotBeWritten() {
    QParamsDerivation formula =
        new QParamsDerivation() {
          @Override
          public String name() {
            return "half";
          }

          @Override
          public QParams derive(List<QParams> sources) {
            return sources.getFirst();
          }

          @Override
          public String toString() {
            return name();
          }
        };
    DerivedQuantizationSpec spec =
        new DerivedQuantizationSpec(
            List.of(new Site.Output("x")), formula, DType.INT8, null, null, null);
    ConfigException failure = assertThrows(ConfigException.class, () -> ConfigJson.print(spec));
    assertThat(failure)
        .hasMessageThat()
        .isEqualTo("derivation half cannot be written as JSON; known: product_of_scales");
  }

  @Test
  void fileThatIsNotThereIsNamed() {
    Path file = folder.resolve("absent.json");
    ConfigException failure = assertThrows(ConfigException.class, () -> ConfigJson.read(file));
    assertThat(failure).hasMessageThat().contains("absent.json");
  }

  @Test
  void fileThatIsNotTextIsNamed() throws IOException {
    Path file = folder.resolve("config.json");
    Files.write(file, new byte[] {'{', (byte) 0xff, '}'});
    ConfigException failure = assertThrows(ConfigException.class, () -> ConfigJson.read(file));
    assertThat(failure).hasMessageThat().contains("not text in UTF-8");
  }

  @Test
  void fileThatIsTooLargeIsRefusedBeforeItIsRead() throws IOException {
    Path file = folder.resolve("config.json");
    Files.writeString(file, " ".repeat(JsonText.MAX_LENGTH + 1));
    ConfigException failure = assertThrows(ConfigException.class, () -> ConfigJson.read(file));
    assertThat(failure).hasMessageThat().contains("1048577 bytes");
  }
}
