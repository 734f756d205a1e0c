package dev.octet.lowering.freeze;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TypeOperandTest {
  private static Node node(String name, Object... more) {
    return ProgramSketch.of(
            1,
            at -> {
              Object[] arguments = new Object[more.length + 1];
              arguments[0] = at.input(DType.FLOAT32, 2, 3);
              for (int i = 0; i < more.length; i++) {
                arguments[i + 1] = more[i] instanceof DType type ? at.input(type) : more[i];
              }
              Value result = at.at().call(OpName.parse(name), arguments);
              return List.of(result);
            })
        .graph()
        .nodes()
        .getFirst();
  }

  @Test
  void isTheTensorThatAnotherIsMadeLike() {
    assertThat(TypeOperand.of(node("aten.zeros_like.default"))).hasValue(0);
    assertThat(TypeOperand.of(node("aten.fill.Tensor", DType.INT64))).hasValue(0);
  }

  @Test
  void isTheTensorWhoseTypeIsTaken() {
    assertThat(TypeOperand.of(node("aten.type_as.default", DType.FLOAT16))).hasValue(1);
  }

  @Test
  void otherOperatorsReadAllOperands() {
    assertThat(TypeOperand.of(node("aten.relu.default"))).isEmpty();
    assertThat(TypeOperand.of(node("aten.add.Tensor", DType.FLOAT32))).isEmpty();
  }
}
