package dev.octet.lowering.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.octet.lowering.device.DeviceChoice;
import dev.octet.lowering.device.DeviceException;
import dev.octet.program.FormatException;
import dev.octet.tensor.DType;
import dev.octet.tensor.InternalException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Compile options as a JSON object; what is not set has no key. */
final class OptionsJson {
  private static final String DEVICE = "device";
  private static final String CPU = "cpu";
  private static final String XPU = "xpu";
  private static final String CHOICE = "device_choice";
  private static final String THREADS = "threads";
  private static final String AUTOCAST = "autocast";
  private static final String COVERAGE = "require_int8_coverage";
  private static final String SATURATION = "allow_saturation";
  private static final String PORTABLE = "portable";

  private static final int DEPTH = 8;

  /** Databind's mapper would take longer to start than all the rest of a small file. */
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private OptionsJson() {}

  static byte[] write(CompileOptions options) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField(DEVICE, options.device().isPresent() ? XPU : CPU);
      if (options.device().isPresent()) {
        json.writeStringField(CHOICE, options.device().get());
      }
      if (options.threads().isPresent()) {
        json.writeNumberField(THREADS, options.threads().getAsInt());
      }
      if (options.autocast().isPresent()) {
        json.writeStringField(AUTOCAST, options.autocast().get().toString());
      }
      if (options.int8Coverage().isPresent()) {
        json.writeNumberField(COVERAGE, options.int8Coverage().getAsDouble());
      }
      json.writeBooleanField(SATURATION, options.allowSaturation());
      json.writeBooleanField(PORTABLE, options.portable());
      json.writeEndObject();
    } catch (IOException e) {
      throw new InternalException("options cannot be written as JSON", e);
    }
    return bytes.toByteArray();
  }

  private static Map<String, JsonNode> fields(byte[] json, String where) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    try (JsonParser parser = FACTORY.createParser(new String(json, StandardCharsets.UTF_8))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new FormatException(where + ": the options are no JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        fields.put(key, value(parser));
      }
      if (parser.nextToken() != null) {
        throw new FormatException(where + ": something follows the JSON object of the options");
      }
    } catch (JsonProcessingException e) {
      throw new FormatException(where + ": the options are no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new FormatException(where + ": the options are no JSON: " + e.getMessage(), e);
    }
    return fields;
  }

  /** What an option may be; of a list or an object, which none may be, only the kind. */
  private static JsonNode value(JsonParser parser) throws IOException {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (parser.nextToken()) {
      case VALUE_STRING -> nodes.textNode(parser.getText());
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.INT
              ? nodes.numberNode(parser.getIntValue())
              : nodes.numberNode(parser.getDoubleValue());
      case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDoubleValue());
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      case START_ARRAY -> {
        parser.skipChildren();
        yield nodes.arrayNode();
      }
      case START_OBJECT -> {
        parser.skipChildren();
        yield nodes.objectNode();
      }
      case null, default -> nodes.nullNode();
    };
  }

  private static boolean isChoice(String text) {
    try {
      DeviceChoice.parse(text);
      return true;
    } catch (DeviceException e) {
      return false;
    }
  }

  /** What of a number is not told by its key. */
  private static String expected(String key) {
    return key.equals(THREADS) ? ", expected 1 to " + CompileOptions.MOST_THREADS : "";
  }

  static CompileOptions read(byte[] json, String where) {
    OptionalInt threads = OptionalInt.empty();
    Optional<DType> autocast = Optional.empty();
    OptionalDouble coverage = OptionalDouble.empty();
    boolean saturation = false;
    boolean portable = false;
    boolean xpu = false;
    Optional<String> choice = Optional.empty();
    for (Map.Entry<String, JsonNode> entry : fields(json, where).entrySet()) {
      String key = entry.getKey();
      JsonNode value = entry.getValue();
      boolean valid =
          switch (key) {
            case DEVICE ->
                value.isTextual()
                    && (value.textValue().equals(CPU) || value.textValue().equals(XPU));
            case CHOICE -> value.isTextual() && isChoice(value.textValue());
            case THREADS ->
                value.isInt()
                    && value.intValue() >= 1
                    && value.intValue() <= CompileOptions.MOST_THREADS;
            case AUTOCAST ->
                value.isTextual() && value.textValue().equals(DType.BFLOAT16.toString());
            case COVERAGE ->
                value.isNumber() && value.doubleValue() >= 0 && value.doubleValue() <= 1;
            case SATURATION, PORTABLE -> value.isBoolean();
            default -> throw new FormatException(where + ": unknown option '" + key + "'");
          };
      if (!valid) {
        throw new FormatException(where + ": the option '" + key + "' is " + value + expected(key));
      }
      switch (key) {
        case THREADS -> threads = OptionalInt.of(value.intValue());
        case AUTOCAST -> autocast = Optional.of(DType.BFLOAT16);
        case COVERAGE -> coverage = OptionalDouble.of(value.doubleValue());
        case SATURATION -> saturation = value.booleanValue();
        case PORTABLE -> portable = value.booleanValue();
        case CHOICE -> choice = Optional.of(value.textValue());
        case DEVICE -> xpu = value.textValue().equals(XPU);
        default -> throw new InternalException("the option " + key + " was found to be valid");
      }
    }
    if (xpu != choice.isPresent()) {
      throw new FormatException(
          where + ": the option '" + CHOICE + "' belongs to '" + DEVICE + "': '" + XPU + "'");
    }
    if (xpu && portable) {
      throw new FormatException(
          where + ": the option '" + PORTABLE + "' excludes '" + DEVICE + "': '" + XPU + "'");
    }
    return new CompileOptions(threads, autocast, coverage, saturation, portable, choice);
  }
}
