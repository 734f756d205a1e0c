package dev.octet.op.infer;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.op.Argument;
import dev.octet.op.Binding;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.OpSchema;
import dev.octet.op.Ops;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Symbolic sizes pass through views, slices, joins and reductions. */
final class SymbolicSizesTest {
  private static final SymInt S = SymInt.symbol("s0");
  private static final TensorType BATCH =
      new TensorType(DType.FLOAT32, List.of(S, SymInt.of(4), SymInt.of(6)));

  private static List<ValueType> infer(
      String name, List<ValueType> operands, Argument... arguments) {
    OpSchema schema = OpCatalog.standard().get(OpName.parse(name));
    return TypeInference.standard()
        .infer(Ops.of(schema, Binding.bind(schema, List.of(arguments), Map.of())), operands);
  }

  private static List<ValueType> onBatch(String name, Argument... arguments) {
    Argument[] all = new Argument[arguments.length + 1];
    all[0] = new Argument.Operand(0);
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return infer(name, List.of(BATCH), all);
  }

  private static Argument ints(long... values) {
    return Argument.ints(Arrays.stream(values).boxed().toList());
  }

  private static TensorType f32(Object... sizes) {
    return new TensorType(
        DType.FLOAT32,
        Arrays.stream(sizes)
            .map(s -> s instanceof SymInt symbol ? symbol : SymInt.of(((Number) s).longValue()))
            .toList());
  }

  @Test
  void minusOneInViewIsWhatTheOthersLeave() {
    assertThat(onBatch("aten.view.default", ints(-1, 24))).containsExactly(f32(S, 24));
    assertThat(onBatch("aten.view.default", ints(-1))).containsExactly(f32(S.multiply(24)));
    assertThat(onBatch("aten.flatten.using_ints", Argument.of(1))).containsExactly(f32(S, 24));
  }

  @Test
  void viewTakesSizesComputedInTheGraph() {
    List<ValueType> operands = List.of(BATCH, new SymbolType.Int(S));
    Argument sizes =
        new Argument.ListOf(List.of(new Argument.Operand(1), Argument.of(3), Argument.of(-1)));
    assertThat(infer("aten.reshape.default", operands, new Argument.Operand(0), sizes))
        .containsExactly(f32(S, 3, 8));
  }

  @Test
  void slicesKeepWhatIsKnown() {
    long end = Long.MAX_VALUE;
    assertThat(onBatch("aten.slice.Tensor", Argument.of(0), Argument.of(0), Argument.of(end)))
        .containsExactly(BATCH);
    assertThat(onBatch("aten.slice.Tensor", Argument.of(0), Argument.of(1), Argument.of(end)))
        .containsExactly(f32(S.subtract(1), 4, 6));
    assertThat(onBatch("aten.slice.Tensor", Argument.of(0), Argument.of(0), Argument.of(-1)))
        .containsExactly(f32(S.subtract(1), 4, 6));
    assertThat(onBatch("aten.slice.Tensor", Argument.of(0), Argument.of(-1), Argument.of(end)))
        .containsExactly(f32(1, 4, 6));
    assertThat(onBatch("aten.slice.Tensor", Argument.of(0), Argument.of(0), Argument.of(3)))
        .containsExactly(f32(S.min(3), 4, 6));
  }

  @Test
  void sliceToAComputedSizeHasThatSize() {
    List<ValueType> operands = List.of(TensorType.of(DType.FLOAT32, 512, 8), new SymbolType.Int(S));
    assertThat(
            infer(
                "aten.slice.Tensor",
                operands,
                new Argument.Operand(0),
                Argument.of(0),
                Argument.of(0),
                new Argument.Operand(1)))
        .containsExactly(f32(S, 8));
  }

  @Test
  void joinsAddSizes() {
    Argument tensors =
        new Argument.ListOf(List.of(new Argument.Operand(0), new Argument.Operand(1)));
    assertThat(
            infer(
                "aten.cat.default", List.of(BATCH, TensorType.of(DType.FLOAT32, 2, 4, 6)), tensors))
        .containsExactly(f32(S.add(2), 4, 6));
  }

  @Test
  void chunkNeedsToKnowHowManyPiecesThereAre() {
    TensorType even = new TensorType(DType.FLOAT32, List.of(S.multiply(2)));
    assertThat(infer("aten.chunk.default", List.of(even), new Argument.Operand(0), Argument.of(2)))
        .containsExactly(f32(S), f32(S));
    InputException error =
        assertThrows(InputException.class, () -> onBatch("aten.chunk.default", Argument.of(3)));
    assertThat(error).hasMessageThat().contains("s0");
  }

  @Test
  void reductionsDropOrKeepDimensions() {
    assertThat(onBatch("aten.mean.dim", ints(-1), Argument.of(true))).containsExactly(f32(S, 4, 1));
    assertThat(onBatch("aten.amax.default", ints(0, 1))).containsExactly(f32(6));
  }

  @Test
  void whatTheDataDecidesIsAFreshSymbol() {
    ValueType found = onBatch("aten.nonzero.default").getFirst();
    assertThat(found)
        .isEqualTo(new TensorType(DType.INT64, List.of(SymInt.symbol("u0"), SymInt.of(3))));
  }

  @Test
  void misfitsAreNamed() {
    TensorType fixed = TensorType.of(DType.FLOAT32, 2, 3);
    InputException error =
        assertThrows(
            InputException.class,
            () -> infer("aten.view.default", List.of(fixed), new Argument.Operand(0), ints(4, 2)));
    assertThat(error)
        .hasMessageThat()
        .isEqualTo("aten.view.default: 6 elements of shape [2, 3] do not fit into [4, 2]");
    InputException mean =
        assertThrows(
            InputException.class,
            () ->
                infer(
                    "aten.mean.default",
                    List.of(TensorType.of(DType.INT64, 3)),
                    new Argument.Operand(0)));
    assertThat(mean).hasMessageThat().contains("expected a floating-point type");
  }
}
