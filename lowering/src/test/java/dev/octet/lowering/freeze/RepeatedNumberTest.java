package dev.octet.lowering.freeze;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.graph.Node;
import dev.octet.lowering.ProgramSketch;
import dev.octet.op.Argument;
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RepeatedNumberTest {
  private static Node node(ProgramSketch.Drawing drawing) {
    return ProgramSketch.of(1, drawing).graph().nodes().getFirst();
  }

  @Test
  void anyShapeTakesTheMemoryOfOneElement() {
    Tensor number = Tensor.scalar(DType.FLOAT64, 0.1);
    Tensor repeated = RepeatedNumber.repeat(number, Shape.of(1000, 1000, 1000));
    assertThat(repeated.elements()).isEqualTo(1_000_000_000L);
    assertThat(repeated.getDouble(999_999_999)).isEqualTo(0.1);
    assertThat(repeated.storage().byteSize()).isEqualTo(8);
    assertThat(RepeatedNumber.repeat(number, Shape.of(0, 3)).elements()).isEqualTo(0);
  }

  @Test
  void anOperatorIsAskedForOneElement() {
    Node full =
        node(at -> List.of(at.at().call(OpName.parse("aten.full.default"), List.of(8L, 8L), 2.5)));
    Node one = RepeatedNumber.ofOneElement(full);
    assertThat(RepeatedNumber.isGivenBy(full)).isTrue();
    assertThat(one.op().argument("size")).isEqualTo(new Argument.ListOf(List.of()));
    assertThat(one.op().argument("fill_value")).isEqualTo(full.op().argument("fill_value"));
    assertThat(one.result().tensorType().shape()).isEqualTo(Shape.SCALAR);
  }

  @Test
  void operatorsWithSeveralNumbersAreOthers() {
    Node range = node(at -> List.of(at.at().call(OpName.parse("aten.arange.default"), 5L)));
    assertThat(RepeatedNumber.isGivenBy(range)).isFalse();
  }

  @Test
  void aFolderGivesOneElementForEachNumberAndType() {
    FrozenGraph graph =
        BoundSketch.of(at -> {
          var x = at.input(DType.FLOAT32, 2, 3);
          var y = at.input(DType.FLOAT32, 4);
          OpName ones = OpName.parse("aten.ones_like.default");
          return List.of(at.at().call(ones, x), at.at().call(ones, y), at.at().call(ones, x));
        });
    List<Tensor> found =
        graph.graph().nodes().stream()
            .map(node -> graph.folder().fold(node, graph.constants()).getFirst())
            .toList();
    assertThat(found.get(0).shape()).isEqualTo(Shape.of(2, 3));
    assertThat(found.get(1).shape()).isEqualTo(Shape.of(4));
    assertThat(found.get(2)).isSameInstanceAs(found.get(0));
    assertThat(found.get(0).storage().byteSize()).isEqualTo(4);
    assertThat(found.get(1).getDouble(3)).isEqualTo(1.0);
  }
}
