package dev.octet.benchmarks.onnx;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Value;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** An ONNX model under construction: nodes in order, constants, inputs and outputs. */
final class OnnxGraph {
  /** The first operator set that has a GELU. */
  private static final int OPERATOR_SET = 20;

  private static final int IR_VERSION = 9;

  private record OnnxNode(
      String type, List<String> inputs, String output, List<Attribute> attributes) {}

  private record Constant(String name, Tensor tensor) {}

  private final List<OnnxNode> nodes = new ArrayList<>();
  private final List<Constant> constants = new ArrayList<>();
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> outputs = new ArrayList<>();
  private int names;

  String freshName(String base) {
    return base + "." + names++;
  }

  void input(Value value) {
    inputs.add(value);
  }

  void output(Value value) {
    outputs.add(value);
  }

  /** Adds a node whose result has a given name. */
  void node(String type, List<String> operands, String result, Attribute... attributes) {
    nodes.add(new OnnxNode(type, operands, result, ImmutableList.copyOf(attributes)));
  }

  /** Adds a node and gives the name of its result. */
  String node(String type, List<String> operands, Attribute... attributes) {
    String result = freshName(type);
    node(type, operands, result, attributes);
    return result;
  }

  String constant(Tensor tensor) {
    String name = freshName("constant");
    constants.add(new Constant(name, tensor));
    return name;
  }

  String scalar(DType dtype, double value) {
    return constant(
        dtype.isFloatingPoint()
            ? Tensor.scalar(dtype, value)
            : Tensor.scalar(dtype, Math.round(value)));
  }

  /** A row of 64-bit integers. */
  String row(List<Long> values) {
    return constant(Tensor.of(values.stream().mapToLong(Long::longValue).toArray(), values.size()));
  }

  byte[] toBytes() {
    return new ProtoWriter()
        .number(1, IR_VERSION)
        .text(2, "octet")
        .message(7, this::writeGraph)
        .message(8, set -> set.text(1, "").number(2, OPERATOR_SET))
        .toBytes();
  }

  private void writeGraph(ProtoWriter out) {
    for (OnnxNode node : nodes) {
      out.message(1, inner -> write(inner, node));
    }
    out.text(2, "octet");
    constants.forEach(constant -> out.message(5, inner -> write(inner, constant)));
    inputs.forEach(value -> out.message(11, inner -> write(inner, value)));
    outputs.forEach(value -> out.message(12, inner -> write(inner, value)));
  }

  private static void write(ProtoWriter out, OnnxNode node) {
    node.inputs.forEach(input -> out.text(1, input));
    out.text(2, node.output).text(3, node.output).text(4, node.type);
    node.attributes.forEach(attribute -> out.message(5, attribute::write));
  }

  private static void write(ProtoWriter out, Constant constant) {
    Tensor tensor = constant.tensor;
    try (Arena arena = Arena.ofConfined()) {
      Tensor contiguous = tensor.isContiguous() ? tensor : tensor.contiguous(arena);
      for (long size : tensor.shape().toArray()) {
        out.number(1, size);
      }
      out.number(2, code(tensor.dtype())).text(8, constant.name);
      out.bytes(9, contiguous.segment().toArray(ValueLayout.JAVA_BYTE));
    }
  }

  private static void write(ProtoWriter out, Value value) {
    TensorType type = value.tensorType();
    Shape shape = type.shape();
    out.text(1, value.name())
        .message(
            2,
            outer ->
                outer.message(
                    1,
                    inner -> {
                      inner.number(1, code(type.dtype()));
                      inner.message(
                          2,
                          sizes -> {
                            for (long size : shape.toArray()) {
                              sizes.message(1, dimension -> dimension.number(1, size));
                            }
                          });
                    }));
  }

  /** The number that ONNX has for an element type. */
  static int code(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> 1;
      case UINT8 -> 2;
      case INT8 -> 3;
      case INT32 -> 6;
      case INT64 -> 7;
      case BOOL -> 9;
      case FLOAT16 -> 10;
      case FLOAT64 -> 11;
      case BFLOAT16 -> 16;
      case INT16 -> throw new InputException("no ONNX file is written with tensors of " + dtype);
    };
  }
}
