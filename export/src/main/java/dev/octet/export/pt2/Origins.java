package dev.octet.export.pt2;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.octet.graph.Origin;
import dev.octet.program.FormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads node metadata. Module stacks and traces repeat from node to node and are held once. {@code
 * from_node} is left out: it tells of PyTorch's own passes and holds addresses. Not thread-safe.
 */
final class Origins {
  private final Map<String, ImmutableList<Origin.ModuleFrame>> stacks = new HashMap<>();
  private final Map<String, String> traces = new HashMap<>();

  Origin read(JsonNode node, String where) {
    if (!Fields.has(node, "metadata")) {
      return Origin.UNKNOWN;
    }
    JsonNode metadata = Fields.object(node, "metadata", where);
    Optional<String> stack = text(metadata, "nn_module_stack", where);
    Origin origin =
        new Origin(
            stack
                .map(text -> stacks.computeIfAbsent(text, key -> modules(key, where)))
                .orElse(ImmutableList.of()),
            text(metadata, "source_fn_stack", where)
                .map(text -> sources(text, where))
                .orElse(ImmutableList.of()),
            text(metadata, "torch_fn", where).map(text -> function(text, where)),
            text(metadata, "stack_trace", where)
                .map(text -> traces.computeIfAbsent(text, key -> key)),
            text(metadata, "custom", where));
    return origin.equals(Origin.UNKNOWN) ? Origin.UNKNOWN : origin;
  }

  private static Optional<String> text(JsonNode metadata, String field, String where) {
    return Fields.has(metadata, field)
        ? Optional.of(Fields.text(metadata, field, where)).filter(t -> !t.isEmpty())
        : Optional.empty();
  }

  private static ImmutableList<Origin.ModuleFrame> modules(String text, String where) {
    ImmutableList.Builder<Origin.ModuleFrame> frames = ImmutableList.builder();
    for (String level : split(text, ';')) {
      List<String> parts = split(level, ',');
      if (parts.size() != 3) {
        throw new FormatException(
            where
                + ": module stack level '"
                + level
                + "' has "
                + parts.size()
                + " parts, expected key,path,type");
      }
      frames.add(new Origin.ModuleFrame(parts.get(0), parts.get(1), parts.get(2)));
    }
    return frames.build();
  }

  private static ImmutableList<Origin.SourceFunction> sources(String text, String where) {
    ImmutableList.Builder<Origin.SourceFunction> sources = ImmutableList.builder();
    for (String level : split(text, ';')) {
      int comma = level.indexOf(',');
      if (comma < 0) {
        throw new FormatException(
            where + ": source function '" + level + "' has no comma, expected name,target");
      }
      sources.add(new Origin.SourceFunction(level.substring(0, comma), level.substring(comma + 1)));
    }
    return sources.build();
  }

  private static Origin.TorchFunction function(String text, String where) {
    int semicolon = text.indexOf(';');
    if (semicolon < 0) {
      throw new FormatException(
          where + ": torch_fn '" + text + "' has no semicolon, expected name;target");
    }
    return new Origin.TorchFunction(text.substring(0, semicolon), text.substring(semicolon + 1));
  }

  /**
   * Splits outside brackets; module paths may be Python expressions, {@code getattr(L['self'],
   * "0")}.
   */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '(' || c == '[' || c == '{') {
        depth++;
      } else if (c == ')' || c == ']' || c == '}') {
        depth = Math.max(depth - 1, 0);
      } else if (c == separator && depth == 0) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }
}
