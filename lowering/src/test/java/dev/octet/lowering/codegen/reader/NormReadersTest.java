package dev.octet.lowering.codegen.reader;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.Graph;
import dev.octet.graph.Value;
import dev.octet.lowering.codegen.Bodies;
import dev.octet.lowering.codegen.KernelCheck;
import dev.octet.lowering.codegen.OpenClCompiler;
import dev.octet.lowering.codegen.opencl.SourceFeatures;
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NormReadersTest {
  private static final String VECTOR_NORM = "aten.linalg_vector_norm.default";

  /** Those of a device without doubles. */
  private static final SourceFeatures SINGLE = new SourceFeatures(false, true, 256);

  private static double rtol(DType type) {
    return type == DType.BFLOAT16 || type == DType.FLOAT16 ? 0.008 : 1e-5;
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 1, 0, 3, 0.5, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void orders(double order) {
    for (List<Integer> dims : List.of(List.of(-1), List.of(0), List.of(1, 2), List.of(0, 3))) {
      Graph body =
          Bodies.unary(
              VECTOR_NORM, type(DType.FLOAT32, 3, 17, 4, 19), order, dims, dims.size() == 1);
      KernelCheck.of(body, 1).within(1e-5, 0).holds();
    }
    for (DType type : List.of(DType.BFLOAT16, DType.FLOAT64)) {
      Graph body = Bodies.unary(VECTOR_NORM, type(type, 5, 39), order, List.of(1));
      KernelCheck.of(body, 1).within(rtol(type), 0).holds();
    }
  }

  @Test
  void numbersThatAreZeroOrNone() {
    Tensor tensor = Tensor.of(new float[] {0, -0f, 3, Float.NaN, 0, 0, 0, 0, -1, 2, 0, 5}, 3, 4);
    for (double order : new double[] {0, 1, 2, Double.POSITIVE_INFINITY}) {
      Graph body = Bodies.unary(VECTOR_NORM, type(DType.FLOAT32, 3, 4), order, List.of(1));
      KernelCheck.of(body, 1).input(0, tensor).within(1e-6, 0).holds();
    }
  }

  /** Elements are rounded to the type that is asked for before anything is added. */
  @Test
  void typeOfTheResult() {
    for (DType[] types :
        new DType[][] {{DType.BFLOAT16, DType.FLOAT32}, {DType.FLOAT32, DType.BFLOAT16}}) {
      Graph body =
          Graph.build(b -> {
            Value x = b.input("x", type(types[0], 5, 40));
            b.output(
                b.node(
                        OpName.parse(VECTOR_NORM),
                        List.of(x, 2, List.of(1), false),
                        Map.of("dtype", types[1]))
                    .result());
          });
      KernelCheck.of(body, 1).within(rtol(types[1]), 0).holds();
    }
  }

  @Test
  void ofAllElements() {
    for (Object[] call :
        new Object[][] {
          {VECTOR_NORM},
          {"aten.norm.Scalar", 2},
          {"aten.norm.Scalar", 1},
          {"aten.norm.ScalarOpt_dim", null, List.of()},
        }) {
      Object[] more = Arrays.copyOfRange(call, 1, call.length);
      Graph body = Bodies.unary((String) call[0], type(DType.FLOAT32, 7, 40), more);
      KernelCheck.of(body, 1).within(1e-5, 0).holds();
    }
  }

  @Test
  void olderOperators() {
    for (Object p : Arrays.asList(null, 1, 2, 2.5)) {
      Graph body =
          Bodies.unary("aten.norm.ScalarOpt_dim", type(DType.FLOAT32, 4, 33), p, List.of(1), true);
      KernelCheck.of(body, 1).within(1e-5, 0).holds();
    }
    for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
      Graph body =
          Graph.build(b -> {
            Value x = b.input("x", type(DType.BFLOAT16, 4, 33));
            b.output(
                b.node(
                        OpName.parse("aten.norm.ScalarOpt_dim_dtype"),
                        List.of(x, 2, List.of(0), false),
                        Map.of("dtype", type))
                    .result());
            b.output(
                b.node(
                        OpName.parse("aten.norm.ScalarOpt_dtype"),
                        List.of(x, 1),
                        Map.of("dtype", type))
                    .result());
          });
      KernelCheck.of(body, 1).within(1e-5, 0).holds();
    }
  }

  /** As attention by cosines has it. */
  @Test
  void dividesByTheNorm() {
    Graph body =
        Bodies.of(
            (b, x) -> {
              Value norm = call(b, VECTOR_NORM, x.get(0), 2, List.of(-1), true);
              Value least = call(b, "aten.clamp_min.default", norm, 1e-12);
              return call(b, "aten.div.Tensor", x.get(0), least);
            },
            type(DType.FLOAT32, 2, 3, 8, 33));
    for (int seed = 0; seed < 4; seed++) {
      KernelCheck.of(body, seed).within(1e-5, 1e-7).holds();
    }
  }

  @Test
  void squaresNeedNoDoubles() {
    Graph body = Bodies.unary(VECTOR_NORM, type(DType.FLOAT32, 4, 33), 2, List.of(1));
    assertThat(OpenClCompiler.declines(body.nodes().getFirst(), SINGLE)).isEmpty();
    Graph other = Bodies.unary(VECTOR_NORM, type(DType.FLOAT32, 4, 33), 3, List.of(1));
    assertThat(OpenClCompiler.declines(other.nodes().getFirst(), SINGLE)).isPresent();
  }
}
