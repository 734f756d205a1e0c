package dev.octet.export.pt2;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.SymbolType;
import dev.octet.op.ValueType;
import dev.octet.program.FormatException;
import dev.octet.symbol.SymBool;
import dev.octet.symbol.SymFloat;
import dev.octet.symbol.SymInt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads graphs, the program's and those of its higher-order operators. Used by one thread, for one
 * program.
 */
final class GraphReader {
  /**
   * Where the nodes of a graph come from: the tree, or a second run over a document too large to
   * hold as one.
   */
  interface NodeSource {
    void forEach(Consumer<JsonNode> consumer);
  }

  private final Admission admission;
  private final TypeReader types;
  private final Origins origins = new Origins();

  GraphReader(Admission admission, TypeReader types) {
    this.admission = admission;
    this.types = types;
  }

  /**
   * Reads a graph.
   *
   * @param graph its JSON; the field {@code nodes} is not looked at
   * @param literalNames names for inputs that are literals, by position; empty where there is none
   */
  Graph read(JsonNode graph, NodeSource source, List<String> literalNames, String where) {
    Scope scope = new Scope(graph, types, admission, where);
    List<Value> inputs = new ArrayList<>();
    for (JsonNode input : Fields.array(graph, "inputs", where)) {
      int position = inputs.size();
      String literalName = position < literalNames.size() ? literalNames.get(position) : "";
      inputs.add(
          input(
              input,
              scope,
              literalName.isEmpty() ? "arg" + position : literalName,
              where + ".inputs"));
    }
    NodeReader reader = new NodeReader(scope, origins, this::subgraph);
    List<Node> nodes = new ArrayList<>();
    source.forEach(node -> {
      admission.node(where);
      nodes.add(reader.read(node, where + ", node " + nodes.size()));
    });
    List<GraphOutput> outputs = new ArrayList<>();
    for (JsonNode output : Fields.array(graph, "outputs", where)) {
      outputs.add(output(output, scope, where + ".outputs"));
    }
    return new Graph(inputs, nodes, outputs);
  }

  private Argument subgraph(JsonNode payload, String where) {
    JsonNode graph = Fields.object(payload, "graph", where);
    String name = Fields.text(payload, "name", where);
    JsonNode nodes = Fields.array(graph, "nodes", where);
    return new Argument.Subgraph(
        name, read(graph, nodes::forEach, List.of(), where + ", graph " + name));
  }

  private static Value input(JsonNode input, Scope scope, String literalName, String where) {
    Union union = Union.of(input, where);
    JsonNode value = union.payload();
    return switch (union.variant()) {
      case "as_tensor" -> scope.tensor(Fields.text(value, "name", where), where);
      case "as_sym_int" -> scope.integer(Fields.text(value, "as_name", where), where);
      case "as_sym_float" -> scope.floating(Fields.text(value, "as_name", where), where);
      case "as_sym_bool" -> scope.bool(Fields.text(value, "as_name", where), where);
      case "as_custom_obj" ->
          scope.define(
              Fields.text(value, "name", where),
              new ValueType.Opaque(Fields.text(value, "class_fqn", where)),
              where);
      case "as_int" ->
          literal(
              new SymbolType.Int(SymInt.of(Fields.asInteger(value, where))),
              scope,
              literalName,
              where);
      case "as_float" ->
          literal(
              new SymbolType.Float(SymFloat.of(Fields.asDouble(value, where))),
              scope,
              literalName,
              where);
      case "as_bool" ->
          literal(
              new SymbolType.Bool(SymBool.of(Fields.asBoolean(value, where))),
              scope,
              literalName,
              where);
      case "as_string" -> literal(new ValueType.Opaque("str"), scope, literalName, where);
      case "as_none" -> literal(ValueType.NONE, scope, literalName, where);
      default -> throw union.unknown(where);
    };
  }

  private static Value literal(ValueType type, Scope scope, String name, String where) {
    return scope.define(scope.fresh(name), type, where);
  }

  private GraphOutput output(JsonNode output, Scope scope, String where) {
    ArgumentReader reader = new ArgumentReader(scope, where, this::subgraph);
    Argument argument = reader.read(output);
    if (argument instanceof Argument.Operand) {
      return new GraphOutput.Of(reader.operands().get(0));
    }
    if (!reader.operands().isEmpty()) {
      throw new FormatException(
          where
              + ": an output that is a list of values is not supported: "
              + Union.of(output, where).variant());
    }
    return new GraphOutput.Literal(argument);
  }
}
