package dev.octet.graph.text;

import dev.octet.graph.Origin;
import dev.octet.graph.Origin.ModuleFrame;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Numbers the origins of a graph, and the modules they name, and prints both as a table. */
final class OriginTable {
  private final Map<Origin, Integer> origins = new LinkedHashMap<>();
  private final Map<ModuleFrame, Integer> modules = new LinkedHashMap<>();

  boolean isEmpty() {
    return origins.isEmpty();
  }

  int number(Origin origin) {
    Integer known = origins.get(origin);
    if (known != null) {
      return known;
    }
    origin.modules().forEach(module -> modules.putIfAbsent(module, modules.size()));
    origins.put(origin, origins.size());
    return origins.size() - 1;
  }

  void append(StringBuilder out) {
    out.append("origins {\n");
    modules.forEach((module, number) -> {
      out.append("  module ").append(number).append(" = ");
      appendTuple(out, List.of(module.key(), module.path(), module.type()));
      out.append('\n');
    });
    origins.forEach((origin, number) -> append(out, origin, number));
    out.append("}\n");
  }

  private void append(StringBuilder out, Origin origin, int number) {
    out.append("  !").append(number).append(" =");
    if (!origin.modules().isEmpty()) {
      String separator = " modules [";
      for (ModuleFrame module : origin.modules()) {
        out.append(separator).append(modules.get(module));
        separator = ", ";
      }
      out.append(']');
    }
    if (!origin.sources().isEmpty()) {
      String separator = " sources [";
      for (Origin.SourceFunction source : origin.sources()) {
        out.append(separator);
        appendTuple(out, List.of(source.name(), source.target()));
        separator = ", ";
      }
      out.append(']');
    }
    origin
        .torchFunction()
        .ifPresent(function -> {
          out.append(" function ");
          appendTuple(out, List.of(function.name(), function.target()));
        });
    append(out, " stack ", origin.stackTrace());
    append(out, " custom ", origin.custom());
    out.append('\n');
  }

  private static void append(StringBuilder out, String title, Optional<String> text) {
    text.ifPresent(value -> {
      out.append(title);
      Quoting.append(out, value);
    });
  }

  private static void appendTuple(StringBuilder out, List<String> parts) {
    String separator = "(";
    for (String part : parts) {
      out.append(separator);
      Quoting.append(out, part);
      separator = ", ";
    }
    out.append(')');
  }
}
