package dev.octet.quantizer.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.op.OpName;
import dev.octet.quantizer.rule.Selector;
import java.util.List;

/** Selectors as JSON: {@code "global"}, or an object with one key that says what selects. */
final class SelectorJson {
  private static final String GLOBAL = "global";
  private static final String FUNCTION_TYPE = "function_type";
  private static final String MODULE_TYPE = "module_type";
  private static final String MODULE_NAME = "module_name";
  private static final String GLOB = "glob";
  private static final String REGEX = "regex";
  private static final String OPERATOR = "operator";
  private static final String DEPTH = "depth";
  private static final String MIN = "min";
  private static final String MAX = "max";
  private static final String[] KINDS = {
    FUNCTION_TYPE, MODULE_TYPE, MODULE_NAME, GLOB, REGEX, OPERATOR, DEPTH
  };

  private SelectorJson() {}

  static JsonNode write(Selector selector) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return switch (selector) {
      case Selector.Global() -> JsonNodeFactory.instance.textNode(GLOBAL);
      case Selector.FunctionType(String function) -> json.put(FUNCTION_TYPE, function);
      case Selector.ModuleType(String type) -> json.put(MODULE_TYPE, type);
      case Selector.ModuleName(String path) -> json.put(MODULE_NAME, path);
      case Selector.Glob(String pattern) -> json.put(GLOB, pattern);
      case Selector.Regex(String pattern) -> json.put(REGEX, pattern);
      case Selector.Operator(OpName name) -> json.put(OPERATOR, name.toString());
      case Selector.Depth(int min, int max) -> {
        ObjectNode bounds = json.putObject(DEPTH).put(MIN, min);
        if (max != Integer.MAX_VALUE) {
          bounds.put(MAX, max);
        }
        yield json;
      }
    };
  }

  static Selector read(JsonNode value, Location where) {
    if (value.isTextual()) {
      if (!value.textValue().equals(GLOBAL)) {
        throw where.error(
            "found '"
                + value.textValue()
                + "', expected \"global\" or an object with one of "
                + String.join(", ", KINDS));
      }
      return new Selector.Global();
    }
    JsonObject json = JsonObject.of(value, where).only(KINDS);
    List<String> given = json.keys();
    if (given.size() != 1) {
      throw where.error(
          "found "
              + (given.isEmpty() ? "no key" : "keys " + String.join(", ", given))
              + ", expected one of "
              + String.join(", ", KINDS));
    }
    String kind = given.getFirst();
    if (kind.equals(DEPTH)) {
      return depth(json.object(DEPTH, ""));
    }
    String text = json.text(kind, "");
    return json.at(kind)
        .make(() ->
            switch (kind) {
              case FUNCTION_TYPE -> new Selector.FunctionType(text);
              case MODULE_TYPE -> new Selector.ModuleType(text);
              case MODULE_NAME -> new Selector.ModuleName(text);
              case GLOB -> new Selector.Glob(text);
              case REGEX -> new Selector.Regex(text);
              default -> new Selector.Operator(operator(text, json.at(kind)));
            });
  }

  private static OpName operator(String text, Location where) {
    OpName name = text.isEmpty() ? null : OpName.parse(text);
    if (name == null || name.overload().isEmpty()) {
      throw where.error(
          "found '" + text + "', expected an operator with its overload: aten.conv2d.default");
    }
    return name;
  }

  private static Selector depth(JsonObject json) {
    json.only(MIN, MAX);
    int min = json.optionalInt(MIN).orElse(0);
    int max = json.optionalInt(MAX).orElse(Integer.MAX_VALUE);
    return json.where().make(() -> new Selector.Depth(min, max));
  }
}
