package dev.octet.lowering.onednn;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.lowering.fuse.Affine;
import dev.octet.lowering.fuse.PostOperation;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

final class SaturationTest {
  /** The last function of a program of one node. */
  private static PostOperation function(OpName name, Object... arguments) {
    ExportedProgram program =
        ProgramSketch.of(
            1,
            at -> {
              Value x = at.input(DType.FLOAT32, 4);
              return List.of(
                  arguments.length == 0
                      ? at.at().call(name, x)
                      : at.at().call(name, x, arguments[0], arguments[1]));
            });
    Node node = program.graph().nodes().getLast();
    return new PostOperation.Function(node);
  }

  /** As the operator does it. */
  private static double quantized(double number, Affine to) {
    float inverse = 1 / to.scaleAsFloat();
    return Math.clamp(
        Math.rint((float) number * inverse) + to.zeroPoint(), (double) to.min(), (double) to.max());
  }

  private static boolean changesNothing(DoubleUnaryOperator function, Affine to) {
    double reach = 300 * to.scale() + 8;
    for (int i = -2000; i <= 2000; i++) {
      float number = (float) (reach * i / 2000);
      if (quantized(number, to) != quantized(function.applyAsDouble(number), to)) {
        return false;
      }
    }
    return true;
  }

  @Test
  void isImpliedWhereNoIntegerChanges() {
    Random random = new Random(3);
    PostOperation relu = function(AtenOps.RELU);
    PostOperation relu6 = function(AtenOps.RELU6);
    PostOperation hardtanh = function(AtenOps.HARDTANH, -1.5, 2.0);
    int implied = 0;
    for (int i = 0; i < 600; i++) {
      boolean unsigned = random.nextBoolean();
      long least = unsigned ? 0 : -128;
      long min = random.nextInt(3) == 0 ? least + random.nextInt(20) : least;
      long max = random.nextInt(3) == 0 ? least + 127 : least + 255;
      long zeroPoint = random.nextBoolean() ? min : min + random.nextInt((int) (max - min) + 1);
      double scale = (0.5 + 6 * random.nextDouble()) / (max - min);
      DType dtype = unsigned ? DType.UINT8 : DType.INT8;
      Affine to = new Affine(dtype, scale, zeroPoint, min, max);
      implied += check(relu, x -> Math.max(x, 0), to) ? 1 : 0;
      implied += check(relu6, x -> Math.clamp(x, 0.0, 6.0), to) ? 1 : 0;
      implied += check(hardtanh, x -> Math.clamp(x, -1.5, 2.0), to) ? 1 : 0;
    }
    assertThat(implied).isAtLeast(200);
    assertThat(implied).isAtMost(1600);
  }

  private static boolean check(PostOperation function, DoubleUnaryOperator exact, Affine to) {
    boolean implied = Saturation.implies(function, to);
    assertWithMessage("%s %s", function, to).that(implied).isEqualTo(changesNothing(exact, to));
    return implied;
  }

  @Test
  void otherFunctionsAreNot() {
    Affine to = new Affine(DType.UINT8, 0.1, 0, 0, 255);
    assertThat(Saturation.implies(function(AtenOps.SIGMOID), to)).isFalse();
    assertThat(Saturation.implies(function(AtenOps.HARDSWISH), to)).isFalse();
  }
}
