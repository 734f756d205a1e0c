package dev.octet.export.pt2;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads the arguments of one node. The variant of an argument follows the Python value that was
 * passed, not the declared type; values are collected as operands in the order in which they
 * appear.
 */
final class ArgumentReader {
  private final Scope scope;
  private final String where;
  private final BiFunction<JsonNode, String, Argument> subgraphs;
  private final List<Value> operands = new ArrayList<>();

  ArgumentReader(Scope scope, String where, BiFunction<JsonNode, String, Argument> subgraphs) {
    this.scope = scope;
    this.where = where;
    this.subgraphs = subgraphs;
  }

  List<Value> operands() {
    return operands;
  }

  Argument read(JsonNode argument) {
    Union union = Union.of(argument, where);
    JsonNode value = union.payload();
    return switch (union.variant()) {
      case "as_none" -> Argument.NONE;
      case "as_tensor" -> operand(Fields.text(value, "name", where));
      case "as_tensors" -> list(value, this::tensor);
      case "as_optional_tensor" -> optionalTensor(value);
      case "as_optional_tensors" -> list(value, this::optionalTensor);
      case "as_nested_tensors" -> list(value, inner -> list(inner, this::tensor));
      case "as_int" -> integer(value);
      case "as_ints" -> list(value, this::integer);
      case "as_int_lists" -> list(value, inner -> list(inner, this::integer));
      case "as_float" -> floating(value);
      case "as_floats" -> list(value, this::floating);
      case "as_float_lists" -> list(value, inner -> list(inner, this::floating));
      case "as_bool" -> bool(value);
      case "as_bools" -> list(value, this::bool);
      case "as_string" -> string(value);
      case "as_strings" -> list(value, this::string);
      case "as_sym_int", "as_sym_float", "as_sym_bool" -> symbolic(value);
      case "as_sym_ints", "as_sym_floats", "as_sym_bools" -> list(value, this::symbolic);
      case "as_scalar_type" ->
          new Argument.Type(DTypeCodes.decode(Fields.small(value, where), where));
      case "as_memory_format" -> memoryFormat(Fields.small(value, where));
      case "as_layout" ->
          new Argument.LayoutOf(EnumCodes.layout(Fields.small(value, where), where));
      case "as_device" -> device(value);
      case "as_complex" ->
          new Argument.Complex(
              Fields.asDouble(Fields.required(value, "real", where), where),
              Fields.asDouble(Fields.required(value, "imag", where), where));
      case "as_graph" -> subgraphs.apply(value, where);
      case "as_custom_obj" -> operand(Fields.text(value, "name", where));
      case "as_operator" -> new Argument.Operator(Fields.asText(value, where));
      case "as_string_to_argument" -> map(value);
      default -> throw union.unknown(where);
    };
  }

  private Argument operand(String name) {
    operands.add(scope.get(name, where));
    return new Argument.Operand(operands.size() - 1);
  }

  private Argument tensor(JsonNode value) {
    return operand(Fields.text(value, "name", where));
  }

  private Argument optionalTensor(JsonNode value) {
    Union union = Union.of(value, where);
    return switch (union.variant()) {
      case "as_none" -> Argument.NONE;
      case "as_tensor" -> tensor(union.payload());
      default -> throw union.unknown(where);
    };
  }

  private Argument symbolic(JsonNode value) {
    Union union = Union.of(value, where);
    return switch (union.variant()) {
      case "as_name" -> operand(Fields.asText(union.payload(), where));
      case "as_int" -> integer(union.payload());
      case "as_float" -> floating(union.payload());
      case "as_bool" -> bool(union.payload());
      default -> throw union.unknown(where);
    };
  }

  private Argument integer(JsonNode value) {
    return Argument.of(Fields.asInteger(value, where));
  }

  private Argument floating(JsonNode value) {
    return Argument.of(Fields.asDouble(value, where));
  }

  private Argument bool(JsonNode value) {
    return Argument.of(Fields.asBoolean(value, where));
  }

  private Argument string(JsonNode value) {
    return Argument.of(Fields.asText(value, where));
  }

  /** Number 0 stands for a memory format that was not given. */
  private Argument memoryFormat(int code) {
    return code == 0 ? Argument.NONE : new Argument.Format(EnumCodes.memoryFormat(code, where));
  }

  private Argument device(JsonNode value) {
    OptionalInt index =
        Fields.has(value, "index")
            ? OptionalInt.of(Fields.small(value.get("index"), where))
            : OptionalInt.empty();
    return new Argument.Device(Fields.text(value, "type", where), index);
  }

  private Argument map(JsonNode value) {
    Map<String, Argument> entries = new LinkedHashMap<>();
    Fields.asObject(value, where)
        .properties()
        .forEach(entry -> entries.put(entry.getKey(), read(entry.getValue())));
    return new Argument.MapOf(entries);
  }

  private Argument list(JsonNode value, Function<JsonNode, Argument> element) {
    List<Argument> elements = new ArrayList<>();
    Fields.asArray(value, where).forEach(e -> elements.add(element.apply(e)));
    return new Argument.ListOf(elements);
  }
}
