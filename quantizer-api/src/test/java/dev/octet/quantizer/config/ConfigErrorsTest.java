package dev.octet.quantizer.config;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.tensor.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake is answered with where it is and what was meant. */
final class ConfigErrorsTest {
  private static final String WEIGHT =
      "{'dtype': 'int8', 'qscheme': 'per_channel_symmetric', 'quant_min': -128, 'quant_max': 127,"
          + " 'ch_axis': 0, 'observer': {'class': 'PerChannelMinMaxObserver', 'eps': 1e-7}}";
  private static final String GOOD =
      "{'rules': [{'select': {'module_name': 'stem'}, 'config': null},"
          + " {'select': {'operator': 'aten.cat.default'}, 'config': null},"
          + " {'select': 'global', 'config': {'weight': "
          + WEIGHT
          + "}}]}";

  @TempDir private Path folder;

  private String failure(String json) throws IOException {
    Path file = folder.resolve("config.json");
    Files.writeString(file, json.replace('\'', '"'));
    InputException failure = assertThrows(ConfigException.class, () -> ConfigJson.read(file));
    return String.valueOf(failure.getMessage()).replace(folder + "/", "");
  }

  @Test
  void theDocumentItselfIsGood() {
    assertThat(ConfigJson.parse(GOOD.replace('\'', '"')).rules().rules()).hasSize(3);
  }

  @Test
  void misspeltKeyIsAnsweredWithTheNearest() throws IOException {
    assertThat(failure(GOOD.replace("'qscheme'", "'qsheme'")))
        .isEqualTo(
            "config.json: rules[2].config.weight: unknown key 'qsheme'; did you mean 'qscheme'?"
                + " Known: kind, dtype, qscheme, quant_min, quant_max, ch_axis, is_dynamic,"
                + " observer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'regex': '['|regex '[' cannot be read: Unclosed character class, at character 1",
        "'glob': 'a['|glob 'a[' cannot be read: Missing '], at character 2",
        "'depth': {'min': -1}|depth -1 and more cannot be; expected 0 <= min <= max",
        "'depth': {'min': NaN}|line 1, column 44: Non-standard token 'NaN'",
      })
  void messagesAreOneLineWithoutTheLibrarysAdvice(String selector, String end) throws IOException {
    String message = failure("{'rules': [{'select': {" + selector + "}, 'config': null}]}");
    assertThat(message).endsWith(end);
    assertThat(message).doesNotContain("\n");
  }

  @Test
  void filesThatAreNotThereAreNamedOnce() {
    Path file = folder.resolve("absent/config.json");
    assertThat(assertThrows(ConfigException.class, () -> ConfigJson.read(file)))
        .hasMessageThat()
        .isEqualTo(file + ": there is no such file");
    QuantizerConfiguration good = ConfigJson.parse(GOOD.replace('\'', '"'));
    assertThat(assertThrows(ConfigException.class, () -> ConfigJson.write(good, file)))
        .hasMessageThat()
        .isEqualTo(file + ": cannot be written: the folder " + file.getParent() + " is not there");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'rules'|'ruls'|config.json: unknown key 'ruls'; did you mean 'rules'?",
        "'select': 'global'|'selct': 'global'|config.json: rules[2]: unknown key 'selct'; did you"
            + " mean 'select'?",
        "'weight'|'weights'|rules[2].config: unknown key 'weights'; did you mean 'weight'?",
        "'eps'|'epsilon'|rules[2].config.weight.observer: unknown key 'epsilon'; did you mean"
            + " 'eps'?",
        "'eps': 1e-7|'bins': 9|unknown key 'bins'",
        "'int8'|'unit8'|rules[2].config.weight.dtype: unknown dtype 'unit8'; did you mean 'uint8'?"
            + " Known: float32",
        "'int8'|8|rules[2].config.weight.dtype: found 8, expected a string",
        "'per_channel_symmetric'|'per_chanel_symmetric'|unknown qscheme 'per_chanel_symmetric'; did"
            + " you mean 'per_channel_symmetric'?",
        "'per_channel_symmetric'|'per_tensor_affine'|rules[2].config.weight:"
            + " PerChannelMinMaxObserver for s8: scheme",
        "'PerChannelMinMaxObserver'|'PerChanelMinMax'|observer.class: unknown observer"
            + " 'PerChanelMinMax'; did you mean 'PerChannelMinMaxObserver'?",
        "'class': 'PerChannelMinMaxObserver', ||rules[2].config.weight.observer: key 'class' is"
            + " missing",
        "'eps': 1e-7|'eps': -1|rules[2].config.weight.observer: eps -1.0 is not a positive float32"
            + " number",
        "'eps': 1e-7|'eps': '1'|rules[2].config.weight.observer.eps: found \"1\", expected a"
            + " number",
        "'eps': 1e-7|'eps': 1e999|eps Infinity is not a positive",
        "'eps': 1e-7|'eps': NaN|malformed JSON at line 1",
        "'eps': 1e-7|'reduce_range': 1|observer.reduce_range: found 1, expected true or false",
        "'ch_axis': 0|'ch_axis': 0.5|weight.ch_axis: found 0.5, expected an integer",
        "'ch_axis': 0|'ch_axis': 5000000000|found 5000000000, expected an integer of 32 bits",
        "'ch_axis': 0|'ch_axis': -1|channel axis -1 is negative",
        "'ch_axis': 0, ||needs a channel axis",
        "'quant_min': -128|'quant_min': -129|quantization range -129..127 is not within s8",
        "'quant_min': -128|'quant_min': 99999999999999999999|found 99999999999999999999, expected"
            + " an integer of 64 bits",
        "'quant_min': -128, ||key 'quant_min' is missing: a range has both",
        "'ch_axis': 0|'kind': 'shared'|weight.kind: a spec of kind 'shared' cannot stand in a rule",
        "]}|}|config.json: malformed JSON at line 1",
        "{'select': {'module_name': 'stem'}, 'config': null}|{'select': {'module_name':"
            + " 'stem'}}|rules[0]: key 'config' is missing",
        "{'module_name': 'stem'}|{'modul_name': 'stem'}|rules[0].select: unknown key 'modul_name';"
            + " did you mean 'module_name'?",
        "{'module_name': 'stem'}|{'module_name': 'stem', 'glob': 'x'}|rules[0].select: found keys"
            + " module_name, glob, expected one of",
        "{'module_name': 'stem'}|{}|rules[0].select: found no key",
        "{'module_name': 'stem'}|'all'|rules[0].select: found 'all', expected \"global\"",
        "{'module_name': 'stem'}|{'glob': '{a'}|rules[0].select.glob: glob '{a' cannot be read",
        "{'module_name': 'stem'}|{'regex': '('}|rules[0].select.regex: regex '(' cannot be read",
        "{'module_name': 'stem'}|{'depth': {'min': 2, 'max': 1}}|rules[0].select.depth: depth 2 to"
            + " 1 cannot be",
        "{'module_name': 'stem'}|{'module_type': 'torch.nn.Linea'}|rules[0].select.module_type:"
            + " module type 'torch.nn.Linea' has no operator",
        "'aten.cat.default'|'cat'|rules[1].select.operator: found 'cat', expected an operator with"
            + " its overload",
        "{'rules'|{'matching': 'by_name', 'rules'|config.json: matching: unknown matching"
            + " 'by_name'; did you mean 'by_",
      })
  void mistakeIsExplained(String good, String bad, String message) throws IOException {
    String json = GOOD.replace(good, bad == null ? "" : bad);
    assertThat(json).isNotEqualTo(GOOD);
    assertThat(failure(json)).contains(message);
  }

  @Test
  void keyGivenTwiceIsAnErrorThatSaysWhere() throws IOException {
    assertThat(failure("{\n 'rules': [],\n 'rules': []}"))
        .isEqualTo("config.json: key 'rules' is given twice; the second is at line 3, column 2");
    assertThat(failure(GOOD.replace("'dtype': 'int8'", "'dtype': 'int8', 'dtype': 'int8'")))
        .contains("rules[2].config.weight: key 'dtype' is given twice");
  }

  @Test
  void twoRulesForTheSameNodesAreAnError() throws IOException {
    assertThat(failure(GOOD.replace("{'operator': 'aten.cat.default'}", "{'module_name': 'stem'}")))
        .isEqualTo(
            "config.json: rules[1].select: an earlier rule is about the same nodes, and only one of"
                + " them can hold; keep one");
  }

  @Test
  void staticAndDynamicRulesAreNamed() throws IOException {
    String activation =
        "{'dtype': 'uint8', 'qscheme': 'per_tensor_affine', 'is_dynamic': %s,"
            + " 'observer': {'class': 'PlaceholderObserver'}}";
    String json =
        "{'rules': [{'select': 'global', 'config': {'input_activation': "
            + String.format(Locale.ROOT, activation, "true")
            + "}}, {'select': {'glob': '**'}, 'config': {'input_activation': "
            + String.format(Locale.ROOT, activation, "false")
            + "}}]}";
    assertThat(failure(json)).contains("rules[1]: ");
    assertThat(failure(json)).contains("cannot mix");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|empty text",
        "[]|found [], expected an object",
        "{'rules': {}}|config.json: rules: found {}, expected a list",
        "{'rules': [7]}|config.json: rules[0]: found 7, expected an object",
        "{}|key 'rules' is missing",
        "{'rules': []} {}|text follows the end of the JSON object at line 1, column 15",
        "{'rules': [}|malformed JSON at line 1, column 12",
        "{'quantizer': 3, 'rules': []}|config.json: quantizer: found 3, expected a string",
      })
  void otherTextsAreNoConfigurations(String json, String message) throws IOException {
    assertThat(failure(json)).contains(message);
  }

  @Test
  void depthIsBounded() throws IOException {
    assertThat(failure("[".repeat(100_000))).contains("nesting depth");
  }

  @Test
  void damagedTextGivesAConfigurationOrAnErrorOfOurOwn() {
    Random random = new Random(3);
    String good = GOOD.replace('\'', '"');
    int refused = 0;
    for (int i = 0; i < 5000; i++) {
      StringBuilder text = new StringBuilder(good);
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, (char) (' ' + random.nextInt(95)));
          default -> text.setCharAt(at, (char) random.nextInt(256));
        }
      }
      try {
        QuantizerConfiguration read = ConfigJson.parse(text.toString());
        assertThat(ConfigJson.parse(ConfigJson.print(read))).isEqualTo(read);
      } catch (ConfigException e) {
        assertThat(e).hasMessageThat().startsWith("configuration: ");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(2000);
  }
}
