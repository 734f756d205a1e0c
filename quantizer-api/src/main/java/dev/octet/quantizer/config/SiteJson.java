package dev.octet.quantizer.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.quantizer.spec.Site;

/** Sites as JSON: {@code {"node": …, "operand": …}} or {@code {"value": …}}. */
final class SiteJson {
  private static final String NODE = "node";
  private static final String OPERAND = "operand";
  private static final String VALUE = "value";

  private SiteJson() {}

  static ObjectNode write(Site site) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return switch (site) {
      case Site.Input(String node, int index) -> json.put(NODE, node).put(OPERAND, index);
      case Site.Output(String value) -> json.put(VALUE, value);
    };
  }

  static Site read(JsonObject json) {
    json.only(NODE, OPERAND, VALUE);
    if (json.has(VALUE)) {
      json.only(VALUE);
      return new Site.Output(name(json, VALUE, "the value"));
    }
    String node = name(json, NODE, "the node that reads the tensor, or '" + VALUE + "'");
    int operand =
        json.optionalInt(OPERAND)
            .orElseThrow(() -> json.where().error("key '" + OPERAND + "' is missing"));
    if (operand < 0) {
      throw json.at(OPERAND).error("found " + operand + ", expected 0 or more");
    }
    return new Site.Input(node, operand);
  }

  private static String name(JsonObject json, String key, String meaning) {
    String name = json.text(key, meaning);
    if (name.isEmpty()) {
      throw json.at(key).error("found an empty string, expected a name");
    }
    return name;
  }
}
