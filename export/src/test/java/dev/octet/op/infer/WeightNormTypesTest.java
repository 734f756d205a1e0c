package dev.octet.op.infer;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.op.Argument;
import dev.octet.op.Binding;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.OpSchema;
import dev.octet.op.Ops;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WeightNormTypesTest {
  private static final TensorType V = TensorType.of(DType.FLOAT32, 4, 3, 5);

  private static List<ValueType> infer(TensorType v, TensorType g, long dim) {
    OpSchema schema = OpCatalog.standard().get(OpName.parse("aten._weight_norm.default"));
    List<Argument> arguments =
        List.of(new Argument.Operand(0), new Argument.Operand(1), Argument.of(dim));
    return TypeInference.standard()
        .infer(Ops.of(schema, Binding.bind(schema, arguments, Map.of())), List.of(v, g));
  }

  private static String refusal(TensorType v, TensorType g, long dim) {
    return String.valueOf(assertThrows(InputException.class, () -> infer(v, g, dim)).getMessage());
  }

  @Test
  void weightsHaveTheTypeOfTheirDirection() {
    assertThat(infer(V, TensorType.of(DType.FLOAT32, 4, 1, 1), 0)).containsExactly(V);
    assertThat(infer(V, TensorType.of(DType.FLOAT32, 1, 1, 5), 2)).containsExactly(V);
    assertThat(infer(V, TensorType.of(DType.FLOAT32, 1, 3, 1), -2)).containsExactly(V);
  }

  /** PyTorch writes "no dimension" as −1. */
  @Test
  void minusOneIsOneLengthForAll() {
    assertThat(infer(V, TensorType.of(DType.FLOAT32), -1)).containsExactly(V);
    assertThat(refusal(V, TensorType.of(DType.FLOAT32, 1, 1, 5), -1))
        .contains("'g' has shape [1, 1, 5], expected []");
  }

  @Test
  void lengthsThatDoNotFitAreNamed() {
    assertThat(refusal(V, TensorType.of(DType.FLOAT32, 3, 1, 1), 0))
        .contains("aten._weight_norm.default: 'g' has shape [3, 1, 1], expected [4, 1, 1]");
    assertThat(refusal(V, TensorType.of(DType.FLOAT32, 4, 1, 1), 3)).contains("dim");
    assertThat(refusal(V, TensorType.of(DType.FLOAT64, 4, 1, 1), 0))
        .contains("expected one floating-point type");
    assertThat(refusal(TensorType.of(DType.INT64, 4), TensorType.of(DType.INT64, 4), 0))
        .contains("expected one floating-point type");
  }
}
