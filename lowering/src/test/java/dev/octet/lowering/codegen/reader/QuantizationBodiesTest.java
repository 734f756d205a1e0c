package dev.octet.lowering.codegen.reader;

import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.codegen.Bodies;
import dev.octet.lowering.codegen.KernelCheck;
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantizationBodiesTest {
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"INT8", "UINT8", "INT16", "INT32"})
  void quantizesInAnyLayout(DType type) {
    for (DType from : new DType[] {DType.FLOAT32, DType.BFLOAT16}) {
      for (int seed = 0; seed < 8; seed++) {
        Graph body =
            Bodies.of(
                (b, x) -> Bodies.quantize(b, x.get(0), 0.031, 5, type), type(from, 2, 3, 17, 19));
        KernelCheck.of(body, seed).holds();
      }
    }
  }

  @Test
  void quantizesWhatIsNoNumber() {
    float[] values = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      1e30f,
      -1e30f,
      1e7f,
      -1e7f,
      5e6f,
      0.5f,
      1.5f,
      2.5f,
      -0.5f,
      -1.5f,
      4.2e6f,
      -4.3e6f,
      1e-30f,
      -0f
    };
    for (DType type : new DType[] {DType.INT8, DType.UINT8}) {
      Graph body =
          Bodies.of(
              (b, x) -> Bodies.quantize(b, x.get(0), 1, type == DType.INT8 ? -7 : 12, type),
              type(DType.FLOAT32, values.length));
      KernelCheck.of(body, 1).input(0, Tensor.of(values, values.length)).holds();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"INT8", "UINT8"})
  void addsAndRequantizes(DType type) {
    for (int seed = 0; seed < 6; seed++) {
      Graph body =
          Bodies.of(
              (b, x) ->
                  Bodies.quantize(
                      b,
                      Bodies.call(
                          b,
                          "aten.relu.default",
                          Bodies.call(
                              b,
                              "aten.add.Tensor",
                              Bodies.dequantize(b, x.get(0), 0.02, 3, type),
                              Bodies.dequantize(b, x.get(1), 0.05, 0, type))),
                      0.043,
                      7,
                      type),
              type(type, 1, 17, 5, 7),
              type(type, 1, 17, 5, 7));
      KernelCheck.of(body, seed).holds();
    }
  }

  @Test
  void dequantizesToBfloat16() {
    Graph body =
        Graph.build(b -> {
          Value x = b.input("x", type(DType.UINT8, 3, 45));
          b.output(
              b.node(
                      OpName.parse("quantized_decomposed.dequantize_per_tensor.default"),
                      List.of(x, 0.037, 131, 0, 255, DType.UINT8),
                      Map.of("out_dtype", DType.BFLOAT16))
                  .result());
        });
    KernelCheck.of(body, 2).holds();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void quantizesChannels(boolean constant) {
    for (int axis = 0; axis < 3; axis++) {
      long[] sizes = {5, 18, 7};
      int at = axis;
      Graph body =
          Bodies.of(
              (b, x) ->
                  Bodies.call(
                      b,
                      "quantized_decomposed.quantize_per_channel.default",
                      x.get(0),
                      x.get(1),
                      x.get(2),
                      at,
                      -128,
                      127,
                      DType.INT8),
              type(DType.FLOAT32, sizes),
              type(DType.FLOAT32, sizes[axis]),
              type(DType.INT64, sizes[axis]));
      KernelCheck check = channels(body, sizes[axis]);
      (constant ? check.constant(1).constant(2) : check).holds();
      Graph back =
          Bodies.of(
              (b, x) ->
                  Bodies.call(
                      b,
                      "quantized_decomposed.dequantize_per_channel.default",
                      x.get(0),
                      x.get(1),
                      x.get(2),
                      at,
                      -128,
                      127,
                      DType.INT8),
              type(DType.INT8, sizes),
              type(DType.FLOAT32, sizes[axis]),
              type(DType.INT64, sizes[axis]));
      check = channels(back, sizes[axis]);
      (constant ? check.constant(1).constant(2) : check).holds();
    }
  }

  private static KernelCheck channels(Graph body, long count) {
    Tensor scales = Tensor.allocate(DType.FLOAT32, dev.octet.tensor.Shape.of(count));
    Tensor zeroPoints = Tensor.allocate(DType.INT64, dev.octet.tensor.Shape.of(count));
    for (long i = 0; i < count; i++) {
      scales.setDouble(i, 0.01 + 0.003 * i);
      zeroPoints.setLong(i, i % 9 - 4);
    }
    return KernelCheck.of(body, 11).input(1, scales).input(2, zeroPoints);
  }

  @ParameterizedTest
  @ValueSource(strings = {"choose_qparams.tensor", "choose_qparams_symmetric.tensor"})
  void choosesAndQuantizes(String name) {
    for (long length : new long[] {1, 7, 100, 1000}) {
      Graph body =
          Graph.build(b -> {
            Value x = b.input("x", type(DType.FLOAT32, 3, length));
            DType type = name.contains("symmetric") ? DType.INT8 : DType.UINT8;
            Node chosen =
                b.node(
                    OpName.parse("quantized_decomposed." + name),
                    List.of(x, type.minValue(), type.maxValue(), 0x1p-12, type),
                    Map.of());
            b.output(
                Bodies.call(
                    b,
                    "quantized_decomposed.quantize_per_tensor.tensor",
                    x,
                    chosen.results().get(0),
                    chosen.results().get(1),
                    type.minValue(),
                    type.maxValue(),
                    type));
            b.output(chosen.results().get(0));
            b.output(chosen.results().get(1));
            b.output(
                Bodies.call(
                    b,
                    "quantized_decomposed.dequantize_per_tensor.tensor",
                    b.nodes().get(1).result(),
                    chosen.results().get(0),
                    chosen.results().get(1),
                    type.minValue(),
                    type.maxValue(),
                    type));
          });
      KernelCheck.of(body, length).holds();
    }
  }
}
