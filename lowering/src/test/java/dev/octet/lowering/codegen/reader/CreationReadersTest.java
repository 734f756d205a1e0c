package dev.octet.lowering.codegen.reader;

import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.Graph;
import dev.octet.lowering.codegen.Bodies;
import dev.octet.lowering.codegen.KernelCheck;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CreationReadersTest {
  @ParameterizedTest
  @EnumSource(DType.class)
  void tensorsLikeAnother(DType type) {
    for (String name : new String[] {"zeros_like", "ones_like", "empty_like", "zero"}) {
      KernelCheck.of(Bodies.unary("aten." + name + ".default", type(type, 3, 19)), 1).holds();
    }
    for (Object number : new Object[] {7L, 2.7, -3L, true}) {
      KernelCheck.of(Bodies.unary("aten.full_like.default", type(type, 3, 19), number), 1).holds();
      KernelCheck.of(Bodies.unary("aten.fill.Scalar", type(type, 3, 19), number), 1).holds();
    }
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void aNumberThatIsComputed(DType type) {
    for (DType number : new DType[] {DType.FLOAT32, DType.INT64, DType.BOOL}) {
      Graph body =
          Bodies.of(
              (b, x) -> call(b, "aten.fill.Tensor", x.get(0), x.get(1)),
              type(type, 3, 19),
              type(number));
      KernelCheck.of(body, 1).holds();
    }
  }

  /** What is a constant of one element repeated is a number in the code. */
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "BFLOAT16"})
  void besideOtherOperators(DType type) {
    Graph body =
        Bodies.of(
            (b, x) ->
                call(
                    b, "aten.mul.Tensor", x.get(0), call(b, "aten.full_like.default", x.get(0), 3)),
            type(type, 5, 33));
    KernelCheck.of(body, 1).holds();
    Tensor one = Tensor.scalar(type, 1.5);
    Tensor repeated = Tensor.view(one.storage(), type, Shape.of(5, 33), new long[2], 0);
    Graph sum =
        Bodies.of(
            (b, x) -> call(b, "aten.add.Tensor", x.get(0), x.get(1)),
            type(type, 5, 33),
            type(type, 5, 33));
    KernelCheck.of(sum, 1).input(1, repeated).constant(1).holds();
  }
}
