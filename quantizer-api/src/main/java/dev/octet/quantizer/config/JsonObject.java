package dev.octet.quantizer.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.op.NearestNames;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * An object of a document, with typed access and errors that say where. A key that is {@code null}
 * counts as absent, except to {@link #required}.
 */
final class JsonObject {
  private static final int SHOWN = 60;

  private final ObjectNode node;
  private final Location where;

  private JsonObject(ObjectNode node, Location where) {
    this.node = node;
    this.where = where;
  }

  static JsonObject of(JsonNode value, Location where) {
    if (!(value instanceof ObjectNode object)) {
      throw unexpected(value, "an object {…}", where);
    }
    return new JsonObject(object, where);
  }

  Location where() {
    return where;
  }

  Location at(String key) {
    return where.field(key);
  }

  /** Refuses keys other than these. */
  JsonObject only(String... known) {
    for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!List.of(known).contains(key)) {
        throw where.error(
            "unknown key '"
                + key
                + "'; did you mean '"
                + NearestNames.nearest(key, List.of(known), 1).getFirst()
                + "'? Known: "
                + String.join(", ", known));
      }
    }
    return this;
  }

  List<String> keys() {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  boolean has(String key) {
    return node.hasNonNull(key);
  }

  /** The value of a key that must be there; it may be {@code null}. */
  JsonNode required(String key, String meaning) {
    JsonNode value = node.get(key);
    if (value == null) {
      throw where.error("key '" + key + "' is missing: " + meaning);
    }
    return value;
  }

  JsonObject object(String key, String meaning) {
    return of(required(key, meaning), at(key));
  }

  Optional<JsonObject> optionalObject(String key) {
    return has(key) ? Optional.of(of(node.get(key), at(key))) : Optional.empty();
  }

  List<JsonObject> objects(String key, String meaning) {
    JsonNode value = required(key, meaning);
    if (!value.isArray()) {
      throw unexpected(value, "a list […]", at(key));
    }
    List<JsonObject> objects = new ArrayList<>();
    for (JsonNode element : value) {
      objects.add(of(element, at(key).element(objects.size())));
    }
    return objects;
  }

  String text(String key, String meaning) {
    return asText(required(key, meaning), at(key));
  }

  Optional<String> optionalText(String key) {
    return has(key) ? Optional.of(asText(node.get(key), at(key))) : Optional.empty();
  }

  long integer(String key, String meaning) {
    return asInteger(required(key, meaning), at(key));
  }

  Optional<Integer> optionalInt(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    long value = asInteger(node.get(key), at(key));
    if (value != (int) value) {
      throw unexpected(node.get(key), "an integer of 32 bits", at(key));
    }
    return Optional.of((int) value);
  }

  double number(String key, String meaning) {
    JsonNode value = required(key, meaning);
    if (!value.isNumber()) {
      throw unexpected(value, "a number", at(key));
    }
    return value.doubleValue();
  }

  double number(String key, double fallback) {
    return has(key) ? number(key, "") : fallback;
  }

  boolean flag(String key) {
    if (!has(key)) {
      return false;
    }
    if (!node.get(key).isBoolean()) {
      throw unexpected(node.get(key), "true or false", at(key));
    }
    return node.get(key).booleanValue();
  }

  static String asText(JsonNode value, Location where) {
    if (!value.isTextual()) {
      throw unexpected(value, "a string", where);
    }
    return value.textValue();
  }

  private static long asInteger(JsonNode value, Location where) {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw unexpected(value, "an integer of 64 bits", where);
    }
    return value.longValue();
  }

  static ConfigException unexpected(JsonNode found, String expected, Location where) {
    String text = found.toString();
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return where.error("found " + shown + ", expected " + expected);
  }
}
