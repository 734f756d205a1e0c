package dev.octet.lowering.codegen.opencl;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The helper functions that a text calls, each behind those that it calls itself. */
final class Prelude {
  /** A function as text, and what it calls. */
  record Definition(String text, ImmutableList<String> calls) {}

  private static final Map<NamedFunction, Definition> PRINTED = new ConcurrentHashMap<>();

  private final List<NamedFunction> functions;
  private final Map<String, String> used = new LinkedHashMap<>();

  Prelude(List<NamedFunction> functions) {
    this.functions = functions;
  }

  /** Notes that a known function is called and returns its name. */
  String use(String name) {
    if (!used.containsKey(name)) {
      Definition definition = definition(name);
      definition.calls().forEach(this::use);
      used.put(name, definition.text());
    }
    return name;
  }

  /** Notes that a function of this text is called, behind those noted so far. */
  String use(String name, String text) {
    used.put(name, text);
    return name;
  }

  private Definition definition(String name) {
    Definition written = HelperTexts.find(name);
    if (written != null) {
      return written;
    }
    for (NamedFunction function : functions) {
      if (function.name().equals(name)) {
        Definition printed = PRINTED.get(function);
        if (printed == null) {
          // Not within the map: printing comes back for the functions that this one calls.
          printed = FunctionPrinter.print(function, functions);
          PRINTED.put(function, printed);
        }
        return printed;
      }
    }
    throw new IllegalArgumentException("no helper function " + name);
  }

  ImmutableList<String> names() {
    return ImmutableList.copyOf(used.keySet());
  }

  /** All functions, by name. */
  ImmutableMap<String, String> functions() {
    return ImmutableMap.copyOf(used);
  }

  boolean isEmpty() {
    return used.isEmpty();
  }

  /** All functions. */
  String text() {
    return String.join("\n", used.values());
  }
}
