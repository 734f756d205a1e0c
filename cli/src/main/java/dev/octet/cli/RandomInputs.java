package dev.octet.cli;

import dev.octet.graph.Value;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Inputs where the values do not matter: normally distributed numbers, any bytes, and ones for
 * other integers, which are indices or masks.
 */
final class RandomInputs {
  private static final int BYTE = 256;

  private RandomInputs() {}

  /**
   * One tensor for each input of a program.
   *
   * @param sizes a number for each symbol
   */
  static List<Tensor> of(ExportedProgram program, Map<String, Long> sizes, long seed) {
    Random random = new Random(seed);
    List<Tensor> inputs = new ArrayList<>();
    for (Value value : program.userInputs()) {
      TensorType type = value.tensorType();
      long[] shape = type.sizes().stream().mapToLong(size -> size.evaluate(sizes)).toArray();
      inputs.add(filled(type.dtype(), Shape.of(shape), random));
    }
    return inputs;
  }

  private static Tensor filled(DType dtype, Shape shape, Random random) {
    Tensor tensor = Tensor.allocate(dtype, shape);
    for (long i = 0; i < tensor.elements(); i++) {
      if (dtype.isFloatingPoint()) {
        tensor.setDouble(i, random.nextGaussian());
      } else {
        tensor.setLong(i, dtype == DType.UINT8 ? random.nextInt(BYTE) : 1);
      }
    }
    return tensor;
  }
}
