package dev.octet.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.Layout;
import dev.octet.op.MemoryFormat;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymBool;
import dev.octet.symbol.SymFloat;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Turns recorded arguments into the arguments of a graph node; tensors become graph inputs and are
 * collected in order.
 */
final class CaseValues {
  /** A tensor of a record; the elements are absent where only type and shape are specified. */
  record RecordedTensor(DType dtype, Shape shape, Optional<Tensor> elements) {}

  private final GraphBuilder builder;
  private final boolean numbersAreOperands;
  private final List<Object> inputs = new ArrayList<>();

  /**
   * @param numbersAreOperands whether numbers become graph inputs too, as the operands of Python
   *     functions on symbolic numbers do
   */
  CaseValues(GraphBuilder builder, boolean numbersAreOperands) {
    this.builder = builder;
    this.numbersAreOperands = numbersAreOperands;
  }

  /** The values of the graph inputs made so far. */
  List<Object> inputs() {
    return inputs;
  }

  List<@Nullable Object> positional(OperatorCase recorded) {
    List<@Nullable Object> arguments = new ArrayList<>();
    recorded.positional().forEach(node -> arguments.add(argument(node)));
    return arguments;
  }

  Map<String, @Nullable Object> named(OperatorCase recorded) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    recorded
        .named()
        .properties()
        .forEach(entry -> arguments.put(entry.getKey(), argument(entry.getValue())));
    return arguments;
  }

  private @Nullable Object argument(JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    if (node.isTextual()) {
      return node.asText();
    }
    if (node.isNumber() || node.isBoolean() || node.has("float")) {
      Object number = number(node);
      return numbersAreOperands ? input(number, numberType(number)) : number;
    }
    if (node.isArray()) {
      List<@Nullable Object> elements = new ArrayList<>();
      node.forEach(element -> elements.add(argument(element)));
      return elements;
    }
    if (node.has("tensors")) {
      List<@Nullable Object> elements = new ArrayList<>();
      node.get("tensors")
          .forEach(element -> elements.add(element.isNull() ? null : tensorInput(element)));
      return elements;
    }
    if (node.has("tensor")) {
      return tensorInput(node.get("tensor"));
    }
    Map.Entry<String, JsonNode> tagged = node.properties().iterator().next();
    String text = tagged.getValue().asText();
    return switch (tagged.getKey()) {
      case "dtype" -> DType.named(text);
      case "memory_format" ->
          Arrays.stream(MemoryFormat.values())
              .filter(format -> format.torchName().equals(text))
              .findFirst()
              .orElseThrow();
      case "layout" -> new Argument.LayoutOf(Layout.valueOf(text.toUpperCase(Locale.ROOT)));
      case "device" -> new Argument.Device(text, OptionalInt.empty());
      default -> throw new IllegalArgumentException("an argument of an unknown form: " + node);
    };
  }

  private Value tensorInput(JsonNode node) {
    RecordedTensor recorded = tensor(node);
    return input(
        recorded.elements().orElseThrow(), TensorType.of(recorded.dtype(), recorded.shape()));
  }

  private Value input(Object value, ValueType type) {
    inputs.add(value);
    return builder.input("input", type);
  }

  private static SymbolType numberType(Object number) {
    return switch (number) {
      case Long value -> new SymbolType.Int(SymInt.of(value));
      case Double value -> new SymbolType.Float(SymFloat.of(value));
      default -> new SymbolType.Bool(SymBool.of((Boolean) number));
    };
  }

  /** A number of a record: {@code Long}, {@code Double} or {@code Boolean}. */
  static Object number(JsonNode node) {
    if (node.isBoolean()) {
      return node.asBoolean();
    }
    if (node.isIntegralNumber()) {
      return node.asLong();
    }
    if (node.isNumber()) {
      return node.asDouble();
    }
    return Double.parseDouble(node.get("float").asText());
  }

  static RecordedTensor tensor(JsonNode node) {
    DType dtype = DType.named(node.get("dtype").asText());
    List<Long> sizes = new ArrayList<>();
    node.get("shape").forEach(size -> sizes.add(size.asLong()));
    Shape shape = Shape.of(sizes);
    if (node.get("data").isNull()) {
      return new RecordedTensor(dtype, shape, Optional.empty());
    }
    MemorySegment bytes =
        MemorySegment.ofArray(Base64.getDecoder().decode(node.get("data").asText()));
    return new RecordedTensor(
        dtype, shape, Optional.of(Tensor.view(bytes, dtype, shape).copy(Arena.ofAuto())));
  }
}
