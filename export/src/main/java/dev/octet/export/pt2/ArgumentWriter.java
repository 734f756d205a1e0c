package dev.octet.export.pt2;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.ParameterType;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.program.FormatException;
import java.io.IOException;
import java.util.List;

/** Writes arguments. A list's variant follows its elements, an empty list's the declared type. */
final class ArgumentWriter {
  /** Writes the body of a subgraph; {@code bare} if it returns a tensor rather than a tuple. */
  interface SubgraphWriter {
    void write(Graph graph, boolean bare) throws IOException;
  }

  /** What the elements of a list are, from the most special to the most general. */
  private enum Elements {
    EMPTY,
    TENSORS,
    OPTIONAL_TENSORS,
    INTS,
    SYM_INTS,
    FLOATS,
    SYM_FLOATS,
    BOOLS,
    SYM_BOOLS,
    STRINGS,
    INT_LISTS,
    FLOAT_LISTS,
    TENSOR_LISTS
  }

  private final JsonGenerator json;
  private final SubgraphWriter subgraphs;

  ArgumentWriter(JsonGenerator json, SubgraphWriter subgraphs) {
    this.json = json;
    this.subgraphs = subgraphs;
  }

  /** A value by name. */
  void value(Value value) throws IOException {
    json.writeStartObject();
    switch (value.type()) {
      case TensorType _ -> name("as_tensor", "name", value);
      case SymbolType.Int _ -> name("as_sym_int", "as_name", value);
      case SymbolType.Float _ -> name("as_sym_float", "as_name", value);
      case SymbolType.Bool _ -> name("as_sym_bool", "as_name", value);
      case ValueType.None _ -> json.writeBooleanField("as_none", true);
      case ValueType.Opaque(String className) -> {
        json.writeObjectFieldStart("as_custom_obj");
        json.writeStringField("name", value.name());
        json.writeStringField("class_fqn", className);
        json.writeEndObject();
      }
    }
    json.writeEndObject();
  }

  private void name(String variant, String field, Value value) throws IOException {
    json.writeObjectFieldStart(variant);
    json.writeStringField(field, value.name());
    json.writeEndObject();
  }

  /** A literal without operands: an output, or a frozen input. */
  void literal(Argument argument) throws IOException {
    write(argument, List.of(), ParameterType.ANY, false, "a graph output");
  }

  /** An argument of a node. */
  void write(Argument argument, Node node, ParameterType type) throws IOException {
    boolean bare = node.op().schema().returns().equals(List.of(ReturnTypes.TENSOR));
    write(argument, node.operands(), type, bare, node.toString());
  }

  private void write(
      Argument argument, List<Value> operands, ParameterType type, boolean bare, String where)
      throws IOException {
    if (argument instanceof Argument.Operand(int index)) {
      value(operands.get(index));
      return;
    }
    json.writeStartObject();
    switch (argument) {
      case Argument.None _ -> json.writeBooleanField("as_none", true);
      case Argument.Operand _ -> throw new IllegalStateException("written above");
      case Argument.Int(long value) -> json.writeNumberField("as_int", value);
      case Argument.Float(double value) -> {
        json.writeFieldName("as_float");
        TypeWriter.number(json, value);
      }
      case Argument.Bool(boolean value) -> json.writeBooleanField("as_bool", value);
      case Argument.Str(String value) -> json.writeStringField("as_string", value);
      case Argument.Complex(double real, double imaginary) -> {
        json.writeObjectFieldStart("as_complex");
        json.writeFieldName("real");
        TypeWriter.number(json, real);
        json.writeFieldName("imag");
        TypeWriter.number(json, imaginary);
        json.writeEndObject();
      }
      case Argument.Type(var value) ->
          json.writeNumberField("as_scalar_type", DTypeCodes.encode(value));
      case Argument.Format(var value) ->
          json.writeNumberField("as_memory_format", EnumCodes.encode(value));
      case Argument.LayoutOf(var value) ->
          json.writeNumberField("as_layout", EnumCodes.encode(value));
      case Argument.Device(String device, var index) -> {
        json.writeObjectFieldStart("as_device");
        json.writeStringField("type", device);
        if (index.isPresent()) {
          json.writeNumberField("index", index.getAsInt());
        } else {
          json.writeNullField("index");
        }
        json.writeEndObject();
      }
      case Argument.ListOf(var elements) -> list(elements, operands, type, where);
      case Argument.MapOf(var entries) -> {
        json.writeObjectFieldStart("as_string_to_argument");
        for (var entry : entries.entrySet()) {
          json.writeFieldName(entry.getKey());
          write(entry.getValue(), operands, ParameterType.ANY, bare, where);
        }
        json.writeEndObject();
      }
      case Argument.Subgraph(String name, var body) -> {
        json.writeObjectFieldStart("as_graph");
        json.writeStringField("name", name);
        json.writeFieldName("graph");
        subgraphs.write((Graph) body, bare);
        json.writeEndObject();
      }
      case Argument.Operator(String target) -> json.writeStringField("as_operator", target);
      case Argument.CustomObject(String name, String className) -> {
        json.writeObjectFieldStart("as_custom_obj");
        json.writeStringField("name", name);
        json.writeStringField("class_fqn", className);
        json.writeEndObject();
      }
    }
    json.writeEndObject();
  }

  private void list(List<Argument> elements, List<Value> operands, ParameterType type, String where)
      throws IOException {
    Elements kind = Elements.EMPTY;
    for (Argument element : elements) {
      kind = join(kind, kindOf(element, operands, where), elements, where);
    }
    json.writeArrayFieldStart(kind == Elements.EMPTY ? emptyVariant(type) : variant(kind));
    for (Argument element : elements) {
      element(element, kind, operands, where);
    }
    json.writeEndArray();
  }

  private static Elements kindOf(Argument element, List<Value> operands, String where) {
    return switch (element) {
      case Argument.None _ -> Elements.OPTIONAL_TENSORS;
      case Argument.Int _ -> Elements.INTS;
      case Argument.Float _ -> Elements.FLOATS;
      case Argument.Bool _ -> Elements.BOOLS;
      case Argument.Str _ -> Elements.STRINGS;
      case Argument.Operand(int index) ->
          switch (operands.get(index).type()) {
            case TensorType _ -> Elements.TENSORS;
            case SymbolType.Int _ -> Elements.SYM_INTS;
            case SymbolType.Float _ -> Elements.SYM_FLOATS;
            case SymbolType.Bool _ -> Elements.SYM_BOOLS;
            case ValueType.None _ -> Elements.OPTIONAL_TENSORS;
            case ValueType.Opaque _ -> throw unwritable(element, where);
          };
      case Argument.ListOf(var inner) -> {
        Elements kind = Elements.EMPTY;
        for (Argument e : inner) {
          kind = join(kind, kindOf(e, operands, where), inner, where);
        }
        yield switch (kind) {
          case EMPTY, INTS -> Elements.INT_LISTS;
          case FLOATS -> Elements.FLOAT_LISTS;
          case TENSORS -> Elements.TENSOR_LISTS;
          default -> throw unwritable(element, where);
        };
      }
      default -> throw unwritable(element, where);
    };
  }

  private static Elements join(Elements a, Elements b, Object list, String where) {
    if (a == b || b == Elements.EMPTY) {
      return a;
    }
    if (a == Elements.EMPTY) {
      return b;
    }
    Elements low = a.compareTo(b) < 0 ? a : b;
    Elements high = a.compareTo(b) < 0 ? b : a;
    boolean fits =
        switch (high) {
          case OPTIONAL_TENSORS -> low == Elements.TENSORS;
          case SYM_INTS, FLOATS -> low == Elements.INTS;
          case SYM_FLOATS -> low == Elements.FLOATS || low == Elements.INTS;
          case SYM_BOOLS -> low == Elements.BOOLS;
          case FLOAT_LISTS -> low == Elements.INT_LISTS;
          default -> false;
        };
    if (!fits) {
      throw unwritable(list, where);
    }
    return high;
  }

  private static String variant(Elements kind) {
    return switch (kind) {
      case EMPTY, INTS -> "as_ints";
      case TENSORS -> "as_tensors";
      case OPTIONAL_TENSORS -> "as_optional_tensors";
      case SYM_INTS -> "as_sym_ints";
      case FLOATS -> "as_floats";
      case SYM_FLOATS -> "as_sym_floats";
      case BOOLS -> "as_bools";
      case SYM_BOOLS -> "as_sym_bools";
      case STRINGS -> "as_strings";
      case INT_LISTS -> "as_int_lists";
      case FLOAT_LISTS -> "as_float_lists";
      case TENSOR_LISTS -> "as_nested_tensors";
    };
  }

  private static String emptyVariant(ParameterType type) {
    return switch (type.kind()) {
      case TENSOR, ANY -> "as_tensors";
      case FLOAT, SYM_FLOAT -> "as_floats";
      case BOOL, SYM_BOOL -> "as_bools";
      case STRING -> "as_strings";
      case INT, SYM_INT, SCALAR, DTYPE, LAYOUT, DEVICE, MEMORY_FORMAT, GENERATOR -> "as_ints";
    };
  }

  private void element(Argument element, Elements kind, List<Value> operands, String where)
      throws IOException {
    switch (element) {
      case Argument.Operand(int index)
          when kind == Elements.TENSORS || kind == Elements.TENSOR_LISTS -> {
        json.writeStartObject();
        json.writeStringField("name", operands.get(index).name());
        json.writeEndObject();
      }
      case Argument.Operand(int index) when kind == Elements.OPTIONAL_TENSORS ->
          value(operands.get(index));
      case Argument.Operand(int index) -> {
        json.writeStartObject();
        json.writeStringField("as_name", operands.get(index).name());
        json.writeEndObject();
      }
      case Argument.ListOf(var inner) -> {
        json.writeStartArray();
        for (Argument e : inner) {
          element(e, kind, operands, where);
        }
        json.writeEndArray();
      }
      case Argument.Int(long value) when kind == Elements.SYM_FLOATS ->
          write(Argument.of((double) value), operands, ParameterType.ANY, false, where);
      case Argument other
          when kind == Elements.SYM_INTS
              || kind == Elements.SYM_FLOATS
              || kind == Elements.SYM_BOOLS
              || kind == Elements.OPTIONAL_TENSORS ->
          write(other, operands, ParameterType.ANY, false, where);
      case Argument.Int(long value) -> json.writeNumber(value);
      case Argument.Float(double value) -> TypeWriter.number(json, value);
      case Argument.Bool(boolean value) -> json.writeBoolean(value);
      case Argument.Str(String value) -> json.writeString(value);
      default -> throw unwritable(element, where);
    }
  }

  private static FormatException unwritable(Object value, String where) {
    return new FormatException(where + ": the argument " + value + " has no form in a .pt2 file");
  }
}
