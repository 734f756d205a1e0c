package dev.octet.lowering.codegen.reader;

import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.lowering.codegen.Bodies;
import dev.octet.lowering.codegen.KernelCheck;
import dev.octet.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GateReadersTest {
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "BFLOAT16", "FLOAT16", "FLOAT64"})
  void limits(DType type) {
    KernelCheck.of(Bodies.unary("aten.threshold.default", type(type, 3, 37), 0.3, -7.7), 1).holds();
    KernelCheck.of(Bodies.unary("aten.hardshrink.default", type(type, 3, 37), 0.7), 1).holds();
    KernelCheck.of(Bodies.unary("aten.softshrink.default", type(type, 3, 37), 0.7), 1).holds();
  }

  @Test
  void integersHaveAThreshold() {
    KernelCheck.of(Bodies.unary("aten.threshold.default", type(DType.INT32, 3, 37), 2, 1), 1)
        .holds();
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "BFLOAT16", "FLOAT64"})
  void slopes(DType type) {
    for (long[] weights : new long[][] {{}, {1}, {5}}) {
      KernelCheck.of(
              Bodies.of(
                  (b, x) -> call(b, "aten.prelu.default", x.get(0), x.get(1)),
                  type(type, 2, 5, 3, 17),
                  type(type, weights)),
              1)
          .holds();
    }
  }

  @Test
  void aSlopeOfATensorOfOneDimension() {
    KernelCheck.of(
            Bodies.of(
                (b, x) -> call(b, "aten.prelu.default", x.get(0), x.get(1)),
                type(DType.FLOAT32, 37),
                type(DType.FLOAT32, 1)),
            1)
        .holds();
  }

  @Test
  void halvesAreGates() {
    for (int dim : new int[] {1, -1}) {
      KernelCheck.of(Bodies.unary("aten.glu.default", type(DType.FLOAT32, 3, 6, 38), dim), 1)
          .within(1e-6, 1e-9)
          .holds();
      KernelCheck.of(Bodies.unary("aten.glu.default", type(DType.BFLOAT16, 3, 6, 38), dim), 1)
          .within(0.008, 1e-9)
          .holds();
    }
  }
}
