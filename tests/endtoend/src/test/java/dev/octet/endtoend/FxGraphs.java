package dev.octet.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.octet.op.Argument;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.Parameter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares two dumps of a graph by structure: walking back from the outputs, nodes must have the
 * same operator, the same wiring and the same literals; names do not matter, nor whether a default
 * is written. Tensors are compared by their summaries, observers by class, range and parameters.
 * Scales may differ in the last bits, as the sums of the float model do; nothing else may.
 */
final class FxGraphs {
  private static final double SCALE_TOLERANCE = 1e-6;
  private static final double WEIGHT_TOLERANCE = 1e-6;

  private final Map<String, JsonNode> expected;
  private final Map<String, JsonNode> actual;
  private final Map<String, String> pairs = new HashMap<>();
  private final List<String> differences = new ArrayList<>();

  private FxGraphs(Map<String, JsonNode> expected, Map<String, JsonNode> actual) {
    this.expected = expected;
    this.actual = actual;
  }

  static List<String> differences(Path expected, Path actual) {
    FxGraphs graphs = new FxGraphs(nodes(expected), nodes(actual));
    List<JsonNode> placeholders = graphs.placeholders(graphs.expected);
    List<JsonNode> others = graphs.placeholders(graphs.actual);
    if (placeholders.size() != others.size()) {
      return List.of(others.size() + " placeholders, expected " + placeholders.size());
    }
    for (int i = 0; i < placeholders.size(); i++) {
      graphs.compare(placeholders.get(i), others.get(i));
    }
    graphs.compare(find(graphs.expected, "output"), find(graphs.actual, "output"));
    return graphs.differences;
  }

  private static Map<String, JsonNode> nodes(Path file) {
    try {
      Map<String, JsonNode> nodes = new LinkedHashMap<>();
      new ObjectMapper()
          .readTree(file.toFile())
          .forEach(node -> nodes.put(node.get("name").asText(), node));
      nodes.values().removeIf(node -> node.get("target").asText().contains("_guards_fn"));
      return nodes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<JsonNode> placeholders(Map<String, JsonNode> nodes) {
    return nodes.values().stream()
        .filter(node -> node.get("op").asText().equals("placeholder"))
        .toList();
  }

  private static JsonNode find(Map<String, JsonNode> nodes, String op) {
    return nodes.values().stream()
        .filter(node -> node.get("op").asText().equals(op))
        .findFirst()
        .orElseThrow();
  }

  private void compare(JsonNode x, @Nullable JsonNode y) {
    String name = x.get("name").asText();
    if (y == null) {
      differences.add(name + ": no counterpart");
      return;
    }
    String other = y.get("name").asText();
    String known = pairs.putIfAbsent(name, other);
    if (known != null) {
      if (!known.equals(other)) {
        differences.add(name + ": wired to " + other + ", elsewhere to " + known);
      }
      return;
    }
    boolean call = x.get("op").asText().equals("call_function");
    if (!x.get("op").equals(y.get("op")) || (call && !x.get("target").equals(y.get("target")))) {
      differences.add(name + ": " + y.get("target") + ", expected " + x.get("target"));
      return;
    }
    if (x.get("op").asText().equals("call_module")) {
      compareObservers(name, x, y);
    }
    if (x.has("tensor")) {
      compareSummaries(name, x.get("tensor"), y.get("tensor"));
    }
    Map<String, JsonNode> left = arguments(x);
    Map<String, JsonNode> right = arguments(y);
    TreeSet<String> keys = new TreeSet<>(left.keySet());
    keys.addAll(right.keySet());
    for (String key : keys) {
      compareArguments(name + "." + key, left.get(key), right.get(key));
    }
  }

  private void compareSummaries(String name, JsonNode x, @Nullable JsonNode y) {
    if (y == null
        || !x.get("dtype").equals(y.get("dtype"))
        || !x.get("shape").equals(y.get("shape"))) {
      differences.add(name + ": tensor " + y + ", expected " + x);
      return;
    }
    for (String key : List.of("sum", "abs_sum", "dot")) {
      double scale = Math.max(x.get("abs_sum").asDouble(), 1e-12) * 97;
      double difference = Math.abs(x.get(key).asDouble() - y.get(key).asDouble());
      if (difference > WEIGHT_TOLERANCE * scale) {
        differences.add(name + ": tensor " + key + " " + y.get(key) + ", expected " + x.get(key));
      }
    }
  }

  private void compareObservers(String name, JsonNode x, JsonNode y) {
    JsonNode left = x.path("observer");
    JsonNode right = y.path("observer");
    for (String key :
        List.of("class", "dtype", "qscheme", "quant_min", "quant_max", "ch_axis", "is_dynamic")) {
      if (left.hasNonNull(key) && !left.get(key).equals(right.get(key))) {
        differences.add(name + "." + key + ": " + right.get(key) + ", expected " + left.get(key));
      }
    }
    if (x.has("qparams")) {
      for (String key : List.of("scale", "zero_point")) {
        compareArguments(name + "." + key, x.get("qparams").get(key), y.path("qparams").path(key));
      }
    }
  }

  private static boolean isEqual(String where, JsonNode x, JsonNode y) {
    if (!x.isNumber() || !y.isNumber()) {
      return x.equals(y);
    }
    double a = x.asDouble();
    double b = y.asDouble();
    boolean scale = where.contains(".scale");
    return a == b || (scale && Math.abs(a - b) <= SCALE_TOLERANCE * Math.abs(a));
  }

  private void compareArguments(String where, @Nullable JsonNode x, @Nullable JsonNode y) {
    if (x == null || y == null) {
      differences.add(where + ": " + y + ", expected " + x);
    } else if (x.isObject() && x.has("node")) {
      JsonNode to = y.isObject() && y.has("node") ? actual.get(y.get("node").asText()) : null;
      compare(java.util.Objects.requireNonNull(expected.get(x.get("node").asText())), to);
    } else if (x.isArray() && y.isArray() && x.size() == y.size()) {
      for (int i = 0; i < x.size(); i++) {
        compareArguments(where + "[" + i + "]", x.get(i), y.get(i));
      }
    } else if (!isEqual(where, x, y)) {
      differences.add(where + ": " + y + ", expected " + x);
    }
  }

  /** By parameter name, literal defaults filled in. */
  private static Map<String, JsonNode> arguments(JsonNode node) {
    Map<String, JsonNode> arguments = new HashMap<>();
    var schema = OpCatalog.standard().find(OpName.parse(node.get("target").asText()));
    List<Parameter> parameters = schema.isPresent() ? schema.get().parameters() : List.of();
    ObjectMapper mapper = new ObjectMapper();
    for (Parameter parameter : parameters) {
      parameter
          .defaultValue()
          .ifPresent(value -> arguments.put(parameter.name(), json(value, mapper)));
    }
    JsonNode positional = node.get("args");
    for (int i = 0; i < positional.size(); i++) {
      arguments.put(
          i < parameters.size() ? parameters.get(i).name() : String.valueOf(i), positional.get(i));
    }
    node.get("kwargs")
        .properties()
        .forEach(entry -> arguments.put(entry.getKey(), entry.getValue()));
    return arguments;
  }

  private static JsonNode json(Argument argument, ObjectMapper mapper) {
    return switch (argument) {
      case Argument.None _ -> mapper.nullNode();
      case Argument.Int(long value) -> mapper.valueToTree(value);
      case Argument.Float(double value) -> mapper.valueToTree(value);
      case Argument.Bool(boolean value) -> mapper.valueToTree(value);
      case Argument.Str(String value) -> mapper.valueToTree(value);
      case Argument.ListOf(var elements) ->
          mapper.valueToTree(elements.stream().map(e -> json(e, mapper)).toList());
      default -> mapper.valueToTree(argument.toString());
    };
  }
}
