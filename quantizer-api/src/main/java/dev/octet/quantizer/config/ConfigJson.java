package dev.octet.quantizer.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.quantizer.rule.RuleSet;
import dev.octet.quantizer.spec.QuantizationSpecBase;
import dev.octet.tensor.IoReason;
import dev.octet.tensor.ReplacingFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads and writes configurations of quantizers as JSON; what was written is read as an equal
 * value. Unknown keys and names, wrong types and keys given twice are errors that say where they
 * are and what was meant. {@code docs/quantizer-configuration.md} describes the format.
 */
public final class ConfigJson {
  private static final String QUANTIZER = "quantizer";
  private static final String UNNAMED = "configuration";

  private ConfigJson() {}

  /**
   * Reads a file.
   *
   * @throws ConfigException if it cannot be read or is no configuration
   */
  public static QuantizerConfiguration read(Path file) {
    Location where = Location.root(file.toString());
    try {
      long size = Files.size(file);
      if (size > JsonText.MAX_LENGTH) {
        throw where.error(
            "the file has " + size + " bytes; a configuration has at most " + JsonText.MAX_LENGTH);
      }
      return parse(Files.readString(file), where);
    } catch (NoSuchFileException e) {
      throw new ConfigException(where + ": there is no such file", e);
    } catch (CharacterCodingException e) {
      throw new ConfigException(where + ": the file is not text in UTF-8", e);
    } catch (IOException e) {
      throw new ConfigException(where + ": cannot be read: " + IoReason.of(e), e);
    }
  }

  /**
   * Reads a text.
   *
   * @throws ConfigException if it is no configuration
   */
  public static QuantizerConfiguration parse(String text) {
    return parse(text, Location.root(UNNAMED));
  }

  private static QuantizerConfiguration parse(String text, Location where) {
    JsonObject json = JsonObject.of(JsonText.parse(text, where), where);
    json.only(QUANTIZER, RuleSetJson.MATCHING, RuleSetJson.RULES);
    return new QuantizerConfiguration(json.optionalText(QUANTIZER), RuleSetJson.read(json));
  }

  /**
   * Writes a file.
   *
   * @throws ConfigException if it cannot be written
   */
  public static void write(QuantizerConfiguration configuration, Path file) {
    try {
      ReplacingFile.writeText(file, print(configuration));
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be written: " + IoReason.of(e), e);
    }
  }

  /** Writes rules for whichever quantizer takes them. */
  public static void write(RuleSet rules, Path file) {
    write(QuantizerConfiguration.of(rules), file);
  }

  /** The text of a configuration. */
  public static String print(QuantizerConfiguration configuration) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    configuration.quantizer().ifPresent(name -> json.put(QUANTIZER, name));
    RuleSetJson.write(configuration.rules(), json);
    return JsonText.print(json);
  }

  /**
   * The text of a single spec of any kind.
   *
   * @throws ConfigException if it is derived by a formula that Octet does not know
   */
  public static String print(QuantizationSpecBase spec) {
    return JsonText.print(SpecJson.write(spec));
  }

  /**
   * Reads a single spec of any kind.
   *
   * @throws ConfigException if it is none
   */
  public static QuantizationSpecBase parseSpec(String text) {
    Location where = Location.root("spec");
    return SpecJson.read(JsonObject.of(JsonText.parse(text, where), where));
  }
}
