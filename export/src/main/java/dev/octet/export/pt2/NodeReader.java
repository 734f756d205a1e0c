package dev.octet.export.pt2;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.Binding;
import dev.octet.op.Op;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.OpSchema;
import dev.octet.op.Ops;
import dev.octet.op.ParameterType;
import dev.octet.op.SymbolType;
import dev.octet.op.ValueType;
import dev.octet.program.FormatException;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Reads the nodes of one graph: binds arguments by name to the operator's schema and defines the
 * results.
 */
final class NodeReader {
  private final Scope scope;
  private final Origins origins;
  private final BiFunction<JsonNode, String, Argument> subgraphs;

  NodeReader(Scope scope, Origins origins, BiFunction<JsonNode, String, Argument> subgraphs) {
    this.scope = scope;
    this.origins = origins;
    this.subgraphs = subgraphs;
  }

  private static OpName name(String target, String place) {
    try {
      return OpName.parse(target);
    } catch (IllegalArgumentException e) {
      throw new FormatException(place + ": target '" + target + "': " + e.getMessage(), e);
    }
  }

  Node read(JsonNode node, String place) {
    String target = Fields.text(node, "target", place);
    if (target.isEmpty()) {
      throw new FormatException(place + ": the target is empty");
    }
    String where = place + " (" + target + ")";
    OpName name = name(target, place);
    ArgumentReader arguments = new ArgumentReader(scope, where, subgraphs);
    List<String> names = new ArrayList<>();
    List<Argument> values = new ArrayList<>();
    for (JsonNode input : Fields.array(node, "inputs", where)) {
      names.add(Fields.has(input, "name") ? Fields.text(input, "name", where) : "");
      values.add(arguments.read(Fields.required(input, "arg", where)));
    }
    JsonNode outputs = Fields.array(node, "outputs", where);
    Op op = bind(name, names, values, returns(node, outputs), where);
    Optional<String> given =
        Fields.has(node, "name")
            ? Optional.of(Fields.text(node, "name", where)).filter(n -> !n.isEmpty())
            : Optional.empty();
    String base = given.orElse(name.base().isEmpty() ? "node" : name.base());
    List<Value> results = new ArrayList<>();
    for (JsonNode output : outputs) {
      results(output, base, results, where);
    }
    String nodeName =
        given.orElseGet(() -> results.size() == 1 ? results.get(0).name() : scope.fresh(base));
    return new Node(nodeName, op, arguments.operands(), results, origins.read(node, where));
  }

  private static Op bind(
      OpName name,
      List<String> names,
      List<Argument> values,
      List<ParameterType> returns,
      String where) {
    Optional<OpSchema> known = OpCatalog.standard().find(name);
    if (known.isEmpty()) {
      return Ops.of(OpSchema.unknown(name, names, returns), values);
    }
    List<Argument> positional = new ArrayList<>();
    Map<String, Argument> named = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isEmpty()) {
        positional.add(values.get(i));
      } else if (named.put(names.get(i), values.get(i)) != null) {
        throw new FormatException(where + ": argument '" + names.get(i) + "' is given twice");
      }
    }
    try {
      return Ops.of(known.get(), Binding.bind(known.get(), positional, named));
    } catch (InputException e) {
      throw new FormatException(where + ": " + e.getMessage(), e);
    }
  }

  /**
   * What an unknown operator returns, where the list of its results alone would not tell: lists,
   * and bare tensors of subgraphs.
   */
  private static List<ParameterType> returns(JsonNode node, JsonNode outputs) {
    boolean bare =
        Fields.has(node, "is_hop_single_tensor_return")
            && node.get("is_hop_single_tensor_return").asBoolean();
    boolean lists = false;
    for (JsonNode output : outputs) {
      lists |= output.has("as_tensors");
    }
    if (!bare && !lists) {
      return List.of();
    }
    List<ParameterType> returns = new ArrayList<>();
    outputs.forEach(
        output -> returns.add(output.has("as_tensors") ? ReturnTypes.TENSORS : ReturnTypes.TENSOR));
    return returns;
  }

  private void results(JsonNode output, String base, List<Value> results, String where) {
    Union union = Union.of(output, where);
    JsonNode value = union.payload();
    switch (union.variant()) {
      case "as_tensor" -> results.add(scope.tensor(Fields.text(value, "name", where), where));
      case "as_tensors" ->
          Fields.asArray(value, where)
              .forEach(t -> results.add(scope.tensor(Fields.text(t, "name", where), where)));
      case "as_optional_tensor", "as_none" -> {
        if (union.variant().equals("as_optional_tensor") && value.has("as_tensor")) {
          results(value, base, results, where);
        } else {
          results.add(scope.define(scope.fresh(base + "_none"), ValueType.NONE, where));
        }
      }
      case "as_optional_tensors" ->
          Fields.asArray(value, where).forEach(t -> results(t, base, results, where));
      case "as_sym_int" -> results.add(symbolic(value, base, where, 'i'));
      case "as_sym_float" -> results.add(symbolic(value, base, where, 'f'));
      case "as_sym_bool" -> results.add(symbolic(value, base, where, 'b'));
      case "as_int" ->
          results.add(
              scope.define(
                  scope.fresh(base),
                  new SymbolType.Int(SymInt.of(Fields.asInteger(value, where))),
                  where));
      case "as_custom_obj" ->
          results.add(
              scope.define(
                  Fields.text(value, "name", where),
                  new ValueType.Opaque(Fields.text(value, "class_fqn", where)),
                  where));
      default -> throw union.unknown(where + ", result");
    }
  }

  private Value symbolic(JsonNode value, String base, String where, char kind) {
    Union union = Union.of(value, where);
    if (union.variant().equals("as_int")) {
      return scope.define(
          scope.fresh(base),
          new SymbolType.Int(SymInt.of(Fields.asInteger(union.payload(), where))),
          where);
    }
    if (!union.variant().equals("as_name")) {
      throw union.unknown(where);
    }
    String name = Fields.asText(union.payload(), where);
    return switch (kind) {
      case 'i' -> scope.integer(name, where);
      case 'f' -> scope.floating(name, where);
      default -> scope.bool(name, where);
    };
  }
}
