package dev.octet.export.pt2;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.program.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Typed access to JSON, with errors that say where. An absent field and {@code null} are the same.
 */
final class Fields {
  private Fields() {}

  static boolean has(JsonNode object, String field) {
    return object.hasNonNull(field);
  }

  static JsonNode required(JsonNode object, String field, String where) {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      throw new FormatException(where + ": field '" + field + "' is missing");
    }
    return value;
  }

  static JsonNode object(JsonNode parent, String field, String where) {
    return asObject(required(parent, field, where), where + "." + field);
  }

  static JsonNode asObject(JsonNode value, String where) {
    if (!value.isObject()) {
      throw unexpected(value, "an object", where);
    }
    return value;
  }

  static JsonNode array(JsonNode parent, String field, String where) {
    return asArray(required(parent, field, where), where + "." + field);
  }

  static JsonNode asArray(JsonNode value, String where) {
    if (!value.isArray()) {
      throw unexpected(value, "a list", where);
    }
    return value;
  }

  static String text(JsonNode parent, String field, String where) {
    return asText(required(parent, field, where), where + "." + field);
  }

  static String asText(JsonNode value, String where) {
    if (!value.isTextual()) {
      throw unexpected(value, "a string", where);
    }
    return value.textValue();
  }

  static List<String> texts(JsonNode array, String where) {
    List<String> texts = new ArrayList<>();
    asArray(array, where).forEach(element -> texts.add(asText(element, where)));
    return texts;
  }

  static long integer(JsonNode parent, String field, String where) {
    return asInteger(required(parent, field, where), where + "." + field);
  }

  static long asInteger(JsonNode value, String where) {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw unexpected(value, "a 64-bit integer", where);
    }
    return value.longValue();
  }

  static OptionalLong optionalInteger(JsonNode parent, String field, String where) {
    return has(parent, field)
        ? OptionalLong.of(integer(parent, field, where))
        : OptionalLong.empty();
  }

  static int small(JsonNode value, String where) {
    long number = asInteger(value, where);
    if (number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
      throw unexpected(value, "a 32-bit integer", where);
    }
    return (int) number;
  }

  /** Non-finite numbers are strings in the file. */
  static double asDouble(JsonNode value, String where) {
    if (value.isNumber()) {
      return value.doubleValue();
    }
    return switch (value.isTextual() ? value.textValue() : "") {
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      case "NaN" -> Double.NaN;
      default -> throw unexpected(value, "a number", where);
    };
  }

  static boolean asBoolean(JsonNode value, String where) {
    if (!value.isBoolean()) {
      throw unexpected(value, "true or false", where);
    }
    return value.booleanValue();
  }

  static FormatException unexpected(JsonNode found, String expected, String where) {
    String text = found.toString();
    String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return new FormatException(where + ": found " + shown + ", expected " + expected);
  }
}
