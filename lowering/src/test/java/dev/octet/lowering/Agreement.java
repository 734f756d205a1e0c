package dev.octet.lowering;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.graph.Value;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Runs a program compiled and on the reference evaluator, and compares. */
final class Agreement {
  private Agreement() {}

  /** Random inputs for a program of fixed sizes. */
  static List<Tensor> inputs(ExportedProgram program, long seed) {
    Random random = new Random(seed);
    List<Tensor> inputs = new ArrayList<>();
    for (Value value : program.userInputs()) {
      Shape shape = value.tensorType().shape();
      Tensor tensor = Tensor.allocate(value.tensorType().dtype(), shape);
      for (long i = 0; i < shape.elements(); i++) {
        if (tensor.dtype().isFloatingPoint()) {
          tensor.setDouble(i, random.nextGaussian());
        } else {
          tensor.setLong(i, random.nextInt(100));
        }
      }
      inputs.add(tensor);
    }
    return inputs;
  }

  /**
   * Compares the results: integers may differ by one, and seldom; the others relative to the
   * largest.
   */
  static Ledger check(String what, ExportedProgram program, Target target, double tolerance) {
    List<Tensor> inputs = inputs(program, 7);
    List<Tensor> expected = program.run(inputs.toArray(new Tensor[0]));
    try (CompiledModel model = Lowering.compile(program, target);
        Arena arena = Arena.ofConfined()) {
      List<Tensor> actual = model.run(inputs, arena);
      for (int i = 0; i < expected.size(); i++) {
        compare(what + "\n" + model.ledger(), expected.get(i), actual.get(i), tolerance);
      }
      return model.ledger();
    }
  }

  static void compare(String what, Tensor expected, Tensor actual, double tolerance) {
    assertWithMessage(what).that(actual.dtype()).isEqualTo(expected.dtype());
    assertWithMessage(what).that(actual.shape()).isEqualTo(expected.shape());
    double largest = 0;
    double difference = 0;
    long different = 0;
    for (long i = 0; i < expected.elements(); i++) {
      double gap = Math.abs(expected.getDouble(i) - actual.getDouble(i));
      assertWithMessage("%s element %s", what, i).that(Double.isNaN(gap)).isFalse();
      difference = Math.max(difference, gap);
      largest = Math.max(largest, Math.abs(expected.getDouble(i)));
      different += gap == 0 ? 0 : 1;
    }
    if (expected.dtype() == DType.INT8 || expected.dtype() == DType.UINT8) {
      assertWithMessage("%s steps", what).that(difference).isAtMost(1);
      assertWithMessage("%s elements off by a step", what)
          .that(different)
          .isAtMost(1 + expected.elements() / 100);
    } else {
      assertWithMessage("%s error", what).that(difference).isAtMost(tolerance * largest + 1e-30);
    }
  }
}
