package dev.octet.lowering.codegen.reader;

import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.Graph;
import dev.octet.lowering.codegen.Bodies;
import dev.octet.lowering.codegen.KernelCheck;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PointwiseKernelsTest {
  private static final long[][] SHAPES = {{1}, {7}, {2, 3, 5, 7}, {3, 37}, {1, 16, 8, 8}, {131}};

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relu",
        "relu6",
        "hardswish",
        "hardsigmoid",
        "neg",
        "abs",
        "negative",
        "absolute",
        "square",
        "reciprocal",
        "sqrt",
        "logical_not",
        "clone",
        "alias"
      })
  void exactFunctions(String name) {
    for (int s = 0; s < SHAPES.length; s++) {
      for (DType type : new DType[] {DType.FLOAT32, DType.BFLOAT16, DType.FLOAT16, DType.FLOAT64}) {
        KernelCheck.of(Bodies.unary("aten." + name + ".default", type(type, SHAPES[s])), s).holds();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exp",
        "log",
        "sin",
        "cos",
        "tanh",
        "sigmoid",
        "silu",
        "mish",
        "elu",
        "celu",
        "selu",
        "expm1",
        "log_sigmoid",
        "softplus",
        "erf",
        "gelu",
        "rsqrt"
      })
  void smoothFunctions(String name) {
    for (int s = 0; s < SHAPES.length; s++) {
      KernelCheck.of(Bodies.unary("aten." + name + ".default", type(DType.FLOAT32, SHAPES[s])), s)
          .within(1e-6, 1e-9)
          .holds();
      KernelCheck.of(Bodies.unary("aten." + name + ".default", type(DType.BFLOAT16, SHAPES[s])), s)
          .within(0.008, 1e-9)
          .holds();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exp",
        "log",
        "tanh",
        "sigmoid",
        "silu",
        "mish",
        "elu",
        "celu",
        "selu",
        "expm1",
        "softplus",
        "erf",
        "gelu",
        "sqrt",
        "rsqrt",
        "relu",
        "reciprocal",
        "hardswish"
      })
  void edges(String name) {
    float[] values = new float[4000];
    float[] special = {
      0,
      -0f,
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      1,
      -1,
      88.7f,
      88.8f,
      -87.5f,
      -103.9f,
      -104.1f,
      1e-20f,
      -1e-20f,
      0.99999994f,
      1.0000001f
    };
    for (int i = 0; i < values.length; i++) {
      values[i] = i < special.length ? special[i] : (i - 2000) / 64f + 1e-3f * i;
    }
    Graph body = Bodies.unary("aten." + name + ".default", type(DType.FLOAT32, 4000));
    KernelCheck.of(body, 1).input(0, Tensor.of(values, 4000)).within(2e-6, 1e-36).holds();
  }

  /** Of functions that are 0 at 0 and grow there; every bit counts. */
  @ParameterizedTest
  @ValueSource(
      strings = {"tanh", "expm1", "elu", "celu", "selu", "erf", "gelu", "silu", "mish", "sin"})
  void zerosKeepTheirSigns(String name) {
    float[] zeros = new float[37];
    for (int i = 0; i < zeros.length; i++) {
      zeros[i] = i % 3 == 1 ? -0f : 0;
    }
    for (DType type : new DType[] {DType.FLOAT32, DType.BFLOAT16}) {
      Tensor tensor = Tensor.allocate(type, Shape.of(37));
      for (int i = 0; i < zeros.length; i++) {
        tensor.setDouble(i, zeros[i]);
      }
      Graph body = Bodies.unary("aten." + name + ".default", type(type, 37));
      KernelCheck.of(body, 1).input(0, tensor).holds();
    }
  }

  @TestFactory
  List<DynamicTest> activationsWithArguments() {
    return List.of(
        one("aten.hardtanh.default", 0, -0.5, 1.25),
        one("aten.leaky_relu.default", 0, 0.1),
        one("aten.elu.default", 1e-6, 0.7, 1.1, 0.9),
        one("aten.celu.default", 1e-6, 0.7),
        one("aten.clip.default", 0, -1.0, 2),
        one("aten.softplus.default", 1e-6, 2.0, 3.0),
        one("aten.clamp.default", 0, -1.0, 2),
        one("aten.clamp.default", 0, null, 0.3),
        one("aten.clamp_min.default", 0, 0.25),
        one("aten.clamp_max.default", 0, 0.25),
        one("aten.pow.Tensor_Scalar", 0, 2),
        one("aten.pow.Tensor_Scalar", 0, 3.0),
        one("aten.pow.Tensor_Scalar", 0, 0.5),
        one("aten.pow.Tensor_Scalar", 1e-6, -0.5),
        one("aten.pow.Tensor_Scalar", 1e-6, 1.7),
        one("aten.add.Scalar", 0, 1.5),
        one("aten.sub.Scalar", 0, 1.5, 2),
        one("aten.rsub.Scalar", 0, 1.5, 2),
        one("aten.mul.Scalar", 0, 0.3),
        one("aten.div.Scalar", 0, 3),
        one("aten.masked_fill.Scalar", 0));
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "BFLOAT16"})
  void geluByTanh(DType type) {
    Graph body =
        Graph.build(b ->
            b.output(
                b.node(
                        OpName.parse("aten.gelu.default"),
                        List.of(b.input("x", type(type, 3, 41))),
                        Map.of("approximate", "tanh"))
                    .result()));
    double within = type == DType.FLOAT32 ? 2e-6 : 0.008;
    KernelCheck.of(body, 5).within(within, 1e-9).holds();
  }

  private static DynamicTest one(String name, double tolerance, @Nullable Object... more) {
    return DynamicTest.dynamicTest(
        name + List.of(more.length),
        () -> {
          for (DType type : new DType[] {DType.FLOAT32, DType.BFLOAT16}) {
            double within = tolerance == 0 ? 0 : type == DType.FLOAT32 ? tolerance : 0.008;
            Graph body =
                name.startsWith("aten.masked_fill")
                    ? Bodies.of(
                        (b, x) -> Bodies.call(b, name, x.get(0), x.get(1), -7.5),
                        type(type, 2, 3, 19),
                        type(DType.BOOL, 3, 1))
                    : Bodies.unary(name, type(type, 2, 3, 19), more);
            KernelCheck.of(body, 3).within(within, within / 1000).holds();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add.Tensor",
        "sub.Tensor",
        "mul.Tensor",
        "div.Tensor",
        "maximum.default",
        "minimum.default",
        "eq.Tensor",
        "ne.Tensor",
        "lt.Tensor",
        "le.Tensor",
        "gt.Tensor",
        "ge.Tensor",
        "greater.Tensor",
        "greater_equal.Tensor",
        "less.Tensor",
        "less_equal.Tensor",
        "not_equal.Tensor",
        "logical_and.default",
        "logical_or.default",
        "logical_xor.default"
      })
  void binaryFunctions(String name) {
    DType[] types = {
      DType.FLOAT32,
      DType.BFLOAT16,
      DType.INT32,
      DType.UINT8,
      DType.INT8,
      DType.INT64,
      DType.FLOAT64
    };
    for (int i = 0; i < types.length; i++) {
      DType other = types[(i * 3 + name.length()) % types.length];
      for (TensorType second :
          new TensorType[] {type(types[i], 2, 5, 1, 17), type(other, 5, 3, 17), type(other)}) {
        KernelCheck.of(
                Bodies.of(
                    (b, x) -> Bodies.call(b, "aten." + name, x.get(0), x.get(1)),
                    type(types[i], 2, 5, 3, 17),
                    second),
                i)
            .holds();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"add.Tensor", "sub.Tensor"})
  void scaledSums(String name) {
    for (DType type : new DType[] {DType.FLOAT32, DType.BFLOAT16, DType.INT32}) {
      Graph body =
          Graph.build(b -> {
            var x = b.input("x", type(type, 3, 41));
            var y = b.input("y", type(type, 3, 41));
            b.output(
                b.node(OpName.parse("aten." + name), List.of(x, y), Map.of("alpha", 3)).result());
          });
      KernelCheck.of(body, 5).holds();
    }
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void conversions(DType from) {
    for (DType to : DType.values()) {
      KernelCheck.of(Bodies.unary("aten.to.dtype", type(from, 5, 53), to), 2).holds();
      KernelCheck.of(
              Bodies.unary(
                  "quantized_decomposed.convert_element_type.no_fuse", type(from, 5, 53), to),
              2)
          .holds();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"INT8", "UINT8", "INT32", "INT64", "BOOL", "BFLOAT16"})
  void extremeFloatsConverted(DType to) {
    float[] values = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      1e10f,
      -1e10f,
      3e9f,
      -3e9f,
      0x1p31f,
      -0x1p31f,
      255.7f,
      -1.5f,
      0.3f,
      -0f,
      1e20f,
      256,
      300.5f,
      -129
    };
    KernelCheck.of(Bodies.unary("aten.to.dtype", type(DType.FLOAT32, values.length), to), 1)
        .input(0, Tensor.of(values, values.length))
        .holds();
  }

  @ParameterizedTest
  @CsvSource({"self", "ScalarOther"})
  void choices(String overload) {
    for (DType type : new DType[] {DType.FLOAT32, DType.BFLOAT16, DType.INT32, DType.INT64}) {
      Graph body =
          Bodies.of(
              (b, x) ->
                  Bodies.call(
                      b,
                      "aten.where." + overload,
                      x.get(0),
                      x.get(1),
                      overload.equals("self") ? x.get(2) : (Object) 3),
              type(DType.BOOL, 7, 1, 33),
              type(type, 3, 33),
              type(type, 7, 3, 1));
      KernelCheck.of(body, 4).holds();
    }
  }
}
