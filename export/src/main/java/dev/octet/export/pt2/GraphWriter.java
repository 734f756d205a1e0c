package dev.octet.export.pt2;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.OpSchema;
import dev.octet.op.Parameter;
import dev.octet.op.ParameterType;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Writes graphs. Arguments equal to their default are left out where the call stays the same
 * without them, as PyTorch does.
 */
final class GraphWriter {
  private static final int POSITIONAL = 1;
  private static final int KEYWORD = 2;

  private final JsonGenerator json;
  private final TypeWriter types;
  private final ArgumentWriter arguments;

  GraphWriter(JsonGenerator json, TypeWriter types) {
    this.json = json;
    this.types = types;
    this.arguments =
        new ArgumentWriter(json, (graph, bare) -> write(graph, Map.of(), Set.of(), bare));
  }

  ArgumentWriter arguments() {
    return arguments;
  }

  /**
   * Writes a graph.
   *
   * @param literals inputs that are frozen arguments, by value
   * @param trainable inputs that require a gradient
   * @param bare whether it returns a tensor rather than a tuple
   */
  void write(Graph graph, Map<Value, Argument> literals, Set<Value> trainable, boolean bare)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("inputs");
    for (Value input : graph.inputs()) {
      Argument literal = literals.get(input);
      if (literal != null) {
        arguments.literal(literal);
      } else {
        arguments.value(input);
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("outputs");
    for (GraphOutput output : graph.outputs()) {
      output(output);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("nodes");
    for (Node node : graph.nodes()) {
      node(node);
    }
    json.writeEndArray();
    List<Value> values =
        new ArrayList<>(graph.inputs().stream().filter(v -> !literals.containsKey(v)).toList());
    graph.nodes().forEach(node -> values.addAll(node.results()));
    values(values, trainable);
    json.writeBooleanField("is_single_tensor_return", bare);
    json.writeEndObject();
  }

  void output(GraphOutput output) throws IOException {
    switch (output) {
      case GraphOutput.Of(Value value) -> arguments.value(value);
      case GraphOutput.Literal(Argument argument) -> arguments.literal(argument);
    }
  }

  private void values(List<Value> values, Set<Value> trainable) throws IOException {
    json.writeObjectFieldStart("tensor_values");
    for (Value value : values) {
      if (value.type() instanceof TensorType type) {
        json.writeFieldName(value.name());
        types.tensor(type, trainable.contains(value));
      }
    }
    json.writeEndObject();
    symbols("sym_int_values", values, SymbolType.Int.class::isInstance);
    symbols("sym_bool_values", values, SymbolType.Bool.class::isInstance);
    symbols("sym_float_values", values, SymbolType.Float.class::isInstance);
    json.writeObjectFieldStart("custom_obj_values");
    for (Value value : values) {
      if (value.type() instanceof ValueType.Opaque(String className)) {
        json.writeObjectFieldStart(value.name());
        json.writeStringField("name", value.name());
        json.writeStringField("class_fqn", className);
        json.writeEndObject();
      }
    }
    json.writeEndObject();
  }

  private void symbols(String field, List<Value> values, Predicate<ValueType> wanted)
      throws IOException {
    json.writeObjectFieldStart(field);
    for (Value value : values) {
      if (wanted.test(value.type()) && value.type() instanceof SymbolType type) {
        json.writeFieldName(value.name());
        types.symbol(type);
      }
    }
    json.writeEndObject();
  }

  private void node(Node node) throws IOException {
    OpSchema schema = node.op().schema();
    json.writeStartObject();
    json.writeStringField("target", schema.name().target());
    json.writeArrayFieldStart("inputs");
    int lastPositional = lastPositional(node);
    for (int i = 0; i < schema.parameters().size(); i++) {
      Parameter parameter = schema.parameters().get(i);
      Argument argument = node.op().arguments().get(i);
      boolean named = schema.known() ? parameter.keywordOnly() : !parameter.name().isEmpty();
      if (named ? isDefault(parameter, argument) : i > lastPositional) {
        continue;
      }
      json.writeStartObject();
      json.writeStringField("name", parameter.name());
      json.writeFieldName("arg");
      arguments.write(argument, node, emptyListType(node, parameter));
      json.writeNumberField("kind", named ? KEYWORD : POSITIONAL);
      json.writeEndObject();
    }
    json.writeEndArray();
    results(node);
    metadata(node.origin());
    if (schema.name().isHigherOrder()) {
      json.writeBooleanField(
          "is_hop_single_tensor_return", schema.returns().equals(List.of(ReturnTypes.TENSOR)));
    } else {
      json.writeNullField("is_hop_single_tensor_return");
    }
    json.writeStringField("name", node.name());
    json.writeEndObject();
  }

  /**
   * An empty list of an unknown operator has the variant that PyTorch gives it in a higher-order
   * operator.
   */
  private static ParameterType emptyListType(Node node, Parameter parameter) {
    return node.op().schema().known() || node.op().name().isHigherOrder()
        ? parameter.type()
        : ReturnTypes.INTS;
  }

  private static boolean isDefault(Parameter parameter, Argument argument) {
    return parameter.defaultValue().isPresent() && parameter.defaultValue().get().equals(argument);
  }

  /** The last argument that must be passed by position; those behind it equal their defaults. */
  private static int lastPositional(Node node) {
    List<Parameter> parameters = node.op().schema().parameters();
    int last = -1;
    for (int i = 0; i < parameters.size(); i++) {
      if (!parameters.get(i).keywordOnly()
          && !isDefault(parameters.get(i), node.op().arguments().get(i))) {
        last = i;
      }
    }
    return last;
  }

  /**
   * Results stand one by one in the graph; those of a list are put together again by the declared
   * types.
   */
  private void results(Node node) throws IOException {
    List<ParameterType> declared = node.op().schema().returns();
    List<Value> results = node.results();
    json.writeArrayFieldStart("outputs");
    int next = 0;
    for (int i = 0;
        i < Math.max(declared.size(), results.size())
            && (next < results.size() || i < declared.size());
        i++) {
      if (i < declared.size() && declared.get(i).list()) {
        int end = results.size() - (declared.size() - 1 - i);
        json.writeStartObject();
        json.writeArrayFieldStart("as_tensors");
        for (; next < end; next++) {
          json.writeStartObject();
          json.writeStringField("name", results.get(next).name());
          json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
      } else if (next < results.size()) {
        arguments.value(results.get(next++));
      }
    }
    json.writeEndArray();
  }

  private void metadata(Origin origin) throws IOException {
    json.writeObjectFieldStart("metadata");
    if (origin.stackTrace().isPresent()) {
      json.writeStringField("stack_trace", origin.stackTrace().get());
    }
    if (!origin.modules().isEmpty()) {
      json.writeStringField(
          "nn_module_stack",
          String.join(
              ";",
              origin.modules().stream()
                  .map(m -> m.key() + "," + m.path() + "," + m.type())
                  .toList()));
    }
    if (!origin.sources().isEmpty()) {
      json.writeStringField(
          "source_fn_stack",
          String.join(
              ";", origin.sources().stream().map(s -> s.name() + "," + s.target()).toList()));
    }
    if (origin.torchFunction().isPresent()) {
      json.writeStringField(
          "torch_fn",
          origin.torchFunction().get().name() + ";" + origin.torchFunction().get().target());
    }
    if (origin.custom().isPresent()) {
      json.writeStringField("custom", origin.custom().get());
    }
    json.writeEndObject();
  }
}
