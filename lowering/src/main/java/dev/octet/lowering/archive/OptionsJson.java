package dev.octet.lowering.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.program.FormatException;
import dev.octet.tensor.DType;
import dev.octet.tensor.InternalException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Compile options as a JSON object; what is not set has no key. */
final class OptionsJson {
  private static final String DEVICE = "device";
  private static final String CPU = "cpu";
  private static final String THREADS = "threads";
  private static final String AUTOCAST = "autocast";
  private static final String COVERAGE = "require_int8_coverage";
  private static final String SATURATION = "allow_saturation";
  private static final String PORTABLE = "portable";

  private static final int MOST_THREADS = 1 << 16;
  private static final int DEPTH = 8;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              new com.fasterxml.jackson.core.JsonFactoryBuilder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private OptionsJson() {}

  static byte[] write(CompileOptions options) {
    ObjectNode root = MAPPER.createObjectNode().put(DEVICE, CPU);
    options.threads().ifPresent(count -> root.put(THREADS, count));
    options.autocast().ifPresent(dtype -> root.put(AUTOCAST, dtype.toString()));
    options.int8Coverage().ifPresent(share -> root.put(COVERAGE, share));
    root.put(SATURATION, options.allowSaturation()).put(PORTABLE, options.portable());
    try {
      return MAPPER.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new InternalException("options cannot be written as JSON", e);
    }
  }

  static CompileOptions read(byte[] json, String where) {
    JsonNode root;
    try {
      root = MAPPER.readTree(new String(json, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new FormatException(where + ": the options are no JSON: " + e.getOriginalMessage(), e);
    }
    if (!root.isObject()) {
      throw new FormatException(where + ": the options are no JSON object");
    }
    OptionalInt threads = OptionalInt.empty();
    Optional<DType> autocast = Optional.empty();
    OptionalDouble coverage = OptionalDouble.empty();
    boolean saturation = false;
    boolean portable = false;
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      String key = entry.getKey();
      JsonNode value = entry.getValue();
      boolean valid =
          switch (key) {
            case DEVICE -> value.isTextual() && value.textValue().equals(CPU);
            case THREADS ->
                value.isInt() && value.intValue() >= 1 && value.intValue() <= MOST_THREADS;
            case AUTOCAST ->
                value.isTextual() && value.textValue().equals(DType.BFLOAT16.toString());
            case COVERAGE ->
                value.isNumber() && value.doubleValue() >= 0 && value.doubleValue() <= 1;
            case SATURATION, PORTABLE -> value.isBoolean();
            default -> throw new FormatException(where + ": unknown option '" + key + "'");
          };
      if (!valid) {
        throw new FormatException(where + ": the option '" + key + "' is " + value);
      }
      switch (key) {
        case THREADS -> threads = OptionalInt.of(value.intValue());
        case AUTOCAST -> autocast = Optional.of(DType.BFLOAT16);
        case COVERAGE -> coverage = OptionalDouble.of(value.doubleValue());
        case SATURATION -> saturation = value.booleanValue();
        case PORTABLE -> portable = value.booleanValue();
        default -> {} // the device, of which there is one
      }
    }
    return new CompileOptions(threads, autocast, coverage, saturation, portable);
  }
}
