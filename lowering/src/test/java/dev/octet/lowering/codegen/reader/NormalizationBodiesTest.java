package dev.octet.lowering.codegen.reader;

import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.Graph;
import dev.octet.graph.Value;
import dev.octet.lowering.codegen.Bodies;
import dev.octet.lowering.codegen.KernelCheck;
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Softmax and normalization of rows, alone and in front of a quantize. */
final class NormalizationBodiesTest {
  /** A mask may leave nothing of a row. */
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "BFLOAT16"})
  void aSafeSoftmaxGivesNothingOfAnEmptyRow(DType type) {
    double rtol = type == DType.BFLOAT16 ? 0.008 : 1e-5;
    Tensor scores = KernelCheck.random(type, Shape.of(3, 18, 41), new Random(8));
    for (long i = 41; i < 5 * 41; i++) {
      scores.setDouble(i, Double.NEGATIVE_INFINITY);
    }
    scores.setDouble(2 * 41 + 7, 1);
    KernelCheck.of(Bodies.unary("aten._safe_softmax.default", type(type, 3, 18, 41), -1), 1)
        .input(0, scores)
        .within(rtol, 1e-7)
        .holds();
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "BFLOAT16"})
  void normalizes(DType type) {
    double rtol = type == DType.BFLOAT16 ? 0.008 : 1e-5;
    for (int seed = 0; seed < 4; seed++) {
      for (int dim = 0; dim < 3; dim++) {
        KernelCheck.of(Bodies.unary("aten.softmax.int", type(type, 3, 18, 41), dim), seed)
            .within(rtol, 1e-7)
            .holds();
        KernelCheck.of(Bodies.unary("aten.log_softmax.int", type(type, 3, 18, 41), dim), seed)
            .within(rtol, 1e-5)
            .holds();
      }
      KernelCheck.of(Bodies.unary("aten._softmax.default", type(type, 3, 18, 41), -1, false), seed)
          .within(rtol, 1e-7)
          .holds();
      Graph layer =
          Bodies.of(
              (b, x) ->
                  call(
                      b,
                      "aten.layer_norm.default",
                      x.get(0),
                      List.of(37),
                      x.get(1),
                      x.get(2),
                      1e-5),
              type(type, 2, 5, 37),
              type(type, 37),
              type(type, 37));
      KernelCheck.of(layer, seed).within(rtol, 1e-5).holds();
      KernelCheck.of(layer, seed).constant(1).constant(2).within(rtol, 1e-5).holds();
    }
    Graph native3 =
        Graph.build(b -> {
          Value x = b.input("x", type(type, 5, 6, 7));
          b.node(
                  OpName.parse("aten.native_layer_norm.default"),
                  java.util.Arrays.asList(x, List.of(6, 7), null, null, 1e-5),
                  Map.of())
              .results()
              .forEach(b::output);
        });
    KernelCheck.of(native3, 1).within(rtol, 1e-5).holds();
    KernelCheck.of(Bodies.unary("aten.rms_norm.default", type(type, 5, 6, 7), List.of(6, 7)), 1)
        .within(rtol, 1e-5)
        .holds();
    Graph rootMeanSquare =
        Graph.build(b -> {
          Value x = b.input("x", type(type, 5, 6, 37));
          Value weight = b.input("weight", type(type, 37));
          b.node(
                  OpName.parse("aten._fused_rms_norm.default"),
                  List.of(x, List.of(37), weight, 1e-3),
                  Map.of())
              .results()
              .forEach(b::output);
        });
    KernelCheck.of(rootMeanSquare, 1).within(rtol, 1e-5).holds();
    Graph batch =
        Bodies.of(
            (b, x) -> {
              Value variance = call(b, "aten.abs.default", x.get(4));
              return call(
                  b,
                  "aten.batch_norm.default",
                  x.get(0),
                  x.get(1),
                  x.get(2),
                  x.get(3),
                  variance,
                  false,
                  0.1,
                  0.5,
                  false);
            },
            type(type, 2, 9, 5, 5),
            type(type, 9),
            type(type, 9),
            type(type, 9),
            type(type, 9));
    KernelCheck.of(batch, 1).within(rtol, 1e-5).holds();
  }

  @Test
  void quantizesWhatItNormalizes() {
    Graph body =
        Graph.build(b -> {
          Value x = b.input("x", type(DType.FLOAT32, 6, 100));
          Value y = call(b, "aten.softmax.int", x, -1);
          b.output(y);
          b.output(Bodies.quantize(b, y, 1.0 / 255, 0, DType.UINT8));
          b.output(call(b, "aten.amax.default", y, List.of(-1)));
        });
    for (int seed = 0; seed < 3; seed++) {
      KernelCheck.of(body, seed).within(1e-5, 1e-6).rowMajor().holds();
    }
  }
}
