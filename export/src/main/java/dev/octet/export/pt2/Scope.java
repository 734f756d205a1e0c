package dev.octet.export.pt2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.octet.graph.Value;
import dev.octet.op.ValueType;
import dev.octet.program.FormatException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The values of one graph by name. A name is looked up in the tables of types when the value is
 * defined.
 */
final class Scope {
  private final Map<String, Value> values = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final TypeReader types;
  private final Admission admission;
  private final JsonNode tensors;
  private final JsonNode integers;
  private final JsonNode floats;
  private final JsonNode bools;

  Scope(JsonNode graph, TypeReader types, Admission admission, String where) {
    this.types = types;
    this.admission = admission;
    this.tensors = table(graph, "tensor_values", where);
    this.integers = table(graph, "sym_int_values", where);
    this.floats = table(graph, "sym_float_values", where);
    this.bools = table(graph, "sym_bool_values", where);
  }

  private static JsonNode table(JsonNode graph, String field, String where) {
    return Fields.has(graph, field)
        ? Fields.object(graph, field, where)
        : MissingNode.getInstance();
  }

  Value tensor(String name, String where) {
    return define(
        name,
        types.tensor(entry(tensors, name, "tensor_values", where), where + ", %" + name),
        where);
  }

  Value integer(String name, String where) {
    return define(
        name, types.integer(entry(integers, name, "sym_int_values", where), where), where);
  }

  Value floating(String name, String where) {
    return define(
        name, types.floating(entry(floats, name, "sym_float_values", where), where), where);
  }

  Value bool(String name, String where) {
    return define(name, types.bool(entry(bools, name, "sym_bool_values", where), where), where);
  }

  private static JsonNode entry(JsonNode table, String name, String field, String where) {
    JsonNode entry = table.get(name);
    if (entry == null) {
      throw new FormatException(where + ": %" + name + " has no entry in '" + field + "'");
    }
    return entry;
  }

  /** Defines a value; a name can be defined once. */
  Value define(String name, ValueType type, String where) {
    if (name.isEmpty()) {
      throw new FormatException(where + ": a value has an empty name");
    }
    admission.value(where);
    Value value = new Value(name, type);
    if (values.put(name, value) != null) {
      throw new FormatException(where + ": %" + name + " is defined twice");
    }
    names.add(name);
    return value;
  }

  Value get(String name, String where) {
    Value value = values.get(name);
    if (value == null) {
      throw new FormatException(where + ": %" + name + " is read before anything defines it");
    }
    return value;
  }

  /** A name that nothing in this graph has: the base, else with a number behind it. */
  String fresh(String base) {
    String name = base;
    for (int number = 1; !names.add(name) || isTyped(name); number++) {
      name = base + "_" + number;
    }
    return name;
  }

  private boolean isTyped(String name) {
    return tensors.has(name) || integers.has(name) || floats.has(name) || bools.has(name);
  }
}
