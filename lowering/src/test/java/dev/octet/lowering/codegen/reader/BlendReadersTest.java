package dev.octet.lowering.codegen.reader;

import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.Graph;
import dev.octet.lowering.codegen.Bodies;
import dev.octet.lowering.codegen.KernelCheck;
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BlendReadersTest {
  private static Graph added(String name, DType type, Map<String, Object> named) {
    return Graph.build(b -> {
      var x = b.input("x", type(type, 5, 3, 17));
      var y = b.input("y", type(type, 3, 17));
      var z = b.input("z", type(type, 5, 1, 17));
      b.output(b.node(OpName.parse(name), List.of(x, y, z), named).result());
    });
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "BFLOAT16", "FLOAT64", "INT32", "INT64"})
  void productsAreAdded(DType type) {
    KernelCheck.of(added("aten.addcmul.default", type, Map.of()), 1).holds();
    Object value = type.isFloatingPoint() ? (Object) 0.3 : (Object) 3L;
    KernelCheck.of(added("aten.addcmul.default", type, Map.of("value", value)), 1).holds();
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "BFLOAT16", "FLOAT64"})
  void quotientsAreAdded(DType type) {
    KernelCheck.of(added("aten.addcdiv.default", type, Map.of("value", -0.7)), 1).holds();
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "BFLOAT16", "FLOAT64"})
  void interpolation(DType type) {
    for (double weight : new double[] {0, 0.3, 0.5, 0.8, 1, -1.5}) {
      KernelCheck.of(
              Bodies.of(
                  (b, x) -> call(b, "aten.lerp.Scalar", x.get(0), x.get(1), weight),
                  type(type, 5, 3, 17),
                  type(type, 3, 17)),
              1)
          .holds();
    }
    Graph weights =
        Bodies.of(
            (b, x) -> call(b, "aten.lerp.Tensor", x.get(0), x.get(1), x.get(2)),
            type(type, 5, 3, 17),
            type(type, 3, 17),
            type(type, 5, 1, 1));
    KernelCheck.of(weights, 1).holds();
  }
}
