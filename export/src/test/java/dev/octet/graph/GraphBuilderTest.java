package dev.octet.graph;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.op.OpName;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.symbol.SymFloat;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GraphBuilderTest {
  private static final OpName NONZERO = OpName.parse("aten.nonzero.default");
  private static final OpName ITEM = OpName.parse("aten.item.default");
  private static final TensorType FOUR = TensorType.of(DType.FLOAT32, 4);

  private static TensorType vector(String symbol) {
    return new TensorType(DType.FLOAT32, List.of(SymInt.symbol(symbol)));
  }

  private static SymInt count(Value positions) {
    return positions.tensorType().size(0);
  }

  @Test
  void namesAreMadeUnique() {
    Graph.build(b -> {
      Value x = b.input("x", FOUR);
      assertThat(b.input("x", FOUR).name()).isEqualTo("x_1");
      assertThat(b.call(OpName.parse("aten.relu.default"), x).name()).isEqualTo("relu");
      assertThat(b.call(OpName.parse("aten.relu_.default"), x).name()).isEqualTo("relu_1");
      assertThrows(InputException.class, () -> b.addInput(x));
    });
  }

  @Test
  void everyNodeHasSizesOfItsOwn() {
    Graph.build(b -> {
      Value x = b.input("x", FOUR);
      Value first = b.call(NONZERO, x);
      Value second = b.call(NONZERO, x);
      assertThat(count(first)).isEqualTo(SymInt.symbol("u0"));
      assertThat(count(second)).isEqualTo(SymInt.symbol("u1"));
      assertThat(count(b.call(NONZERO, first))).isEqualTo(SymInt.symbol("u2"));
    });
  }

  @Test
  void everyNodeHasNumbersOfItsOwn() {
    Graph.build(b -> {
      Value x = b.input("x", TensorType.of(DType.FLOAT32));
      b.call(ITEM, x);
      assertThat(b.call(ITEM, x).type())
          .isEqualTo(new SymbolType.Float(SymFloat.of(SymInt.symbol("u1"))));
    });
  }

  @Test
  void symbolsOfInputsAndOfNodesAddedAreNotMadeAgain() {
    Graph inner = Graph.build(b -> b.call(NONZERO, b.input("x", vector("u0"))));
    assertThat(count(inner.nodes().getFirst().result())).isEqualTo(SymInt.symbol("u1"));
    Graph.build(b -> {
      b.addInput(inner.inputs().getFirst());
      b.add(inner.nodes().getFirst());
      assertThat(count(b.call(NONZERO, b.input("y", FOUR)))).isEqualTo(SymInt.symbol("u2"));
    });
  }

  @Test
  void aFragmentMakesNoSymbolThatItsGraphHas() {
    NameSupply names = new NameSupply();
    Value x = new Value("x", vector("u0"));
    assertThat(names.take(x)).isTrue();
    List<Node> nodes = Graph.fragment(names, b -> b.call(NONZERO, new Value("y", FOUR)));
    assertThat(count(nodes.getFirst().result())).isEqualTo(SymInt.symbol("u1"));
  }
}
