package dev.octet.graph.evaluate.kernel;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.graph.Graph;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What cannot be computed, or does not hold, is an error that says so. */
final class RefusalTest {
  private static final Tensor FLOATS = Tensor.of(new float[] {1, 2, 3}, 3);
  private static final Tensor INTEGERS = Tensor.of(new long[] {1, 0, 3}, 3);

  @Test
  void dropoutInTrainingIsRefused() {
    assertThat(refusal("aten.dropout.default", FLOATS, 0.5, true)).contains("model.eval()");
  }

  @Test
  void integersAreNotDividedByZero() {
    assertThat(refusal("aten.floor_divide.default", INTEGERS, INTEGERS))
        .contains("division of an integer by zero");
    assertThat(refusal("aten.fmod.Scalar", INTEGERS, 0L))
        .contains("division of an integer by zero");
  }

  @Test
  void bitsOfFloatsAreRefused() {
    assertThat(refusal("aten.bitwise_and.Tensor", FLOATS, INTEGERS)).contains("promote to float32");
  }

  @Test
  void integersHaveNoNegativePowers() {
    assertThat(refusal("aten.pow.Tensor_Scalar", INTEGERS, -2L)).contains("negative power");
  }

  @Test
  void anInPlaceResultHasToFitItsTensor() {
    assertThat(refusal("aten.add_.Tensor", INTEGERS, FLOATS))
        .contains("is float32 and cannot be stored");
    assertThat(refusal("aten.add_.Tensor", Tensor.of(new float[] {1}, 1), FLOATS))
        .contains("the result has sizes [3]");
  }

  @Test
  void groupsOfRowsThatDoNotFollowOneAnotherAreRefused() {
    Tensor rows = Tensor.allocate(DType.FLOAT32, Shape.of(4, 3));
    Tensor matrices = Tensor.allocate(DType.FLOAT32, Shape.of(2, 3, 5));
    String operator = "transformers.grouped_mm_fallback.default";
    assertThat(refusal(operator, rows, matrices, Tensor.of(new long[] {3, 2}, 2)))
        .contains("'offs' has 2 behind 3, expected rising numbers");
    assertThat(refusal(operator, rows, matrices, Tensor.of(new long[] {3, 5}, 2)))
        .contains("up to the number of rows, 4");
    assertThat(refusal(operator, rows, FLOATS, Tensor.of(new long[] {3, 4}, 2)))
        .contains("expected 3 dimensions");
  }

  @Test
  void histogramsWithoutFiniteLimitsAreRefused() {
    Tensor infinite = Tensor.of(new float[] {1, Float.POSITIVE_INFINITY}, 2);
    assertThat(refusal("aten.histc.default", infinite)).contains("expected finite limits");
    assertThat(refusal("aten.histc.default", FLOATS, 4L, 2L, 1L)).contains("from 2.0 to 1.0");
    assertThat(refusal("aten.histc.default", FLOATS, 0L)).contains("0 bins");
    assertThat(refusal("aten.histc.default", INTEGERS)).contains("expected floating-point");
  }

  @Test
  void assertionsThatFailTellTheirMessage() {
    assertThat(
            refusal("aten._assert_async.msg", Tensor.scalar(DType.BOOL, 0L), "batch must be even"))
        .contains("batch must be even");
    assertThat(refusal("aten._assert_scalar.default", false, "too long")).contains("too long");
    assertThat(refusal("aten._assert_tensor_metadata.default", FLOATS, null, null, DType.INT8))
        .contains("expected s8");
  }

  @Test
  void aSoftmaxOfIntegersNeedsAType() {
    assertThat(refusal("aten.softmax.int", INTEGERS, 0L)).contains("pass a floating-point dtype");
  }

  private static @Nullable String refusal(String name, @Nullable Object... arguments) {
    List<Object> inputs = Arrays.stream(arguments).filter(Tensor.class::isInstance).toList();
    return assertThrows(
            InputException.class,
            () -> {
              Graph graph =
                  Graph.build(builder -> {
                    @Nullable Object[] bound = arguments.clone();
                    for (int i = 0; i < bound.length; i++) {
                      if (bound[i] instanceof Tensor tensor) {
                        Value input =
                            builder.input("input", TensorType.of(tensor.dtype(), tensor.shape()));
                        bound[i] = input;
                      }
                    }
                    builder
                        .node(OpName.parse(name), Arrays.asList(bound), Map.of())
                        .results()
                        .forEach(builder::output);
                  });
              Evaluator.reference().run(graph, inputs, Arena.ofAuto());
            })
        .getMessage();
  }
}
