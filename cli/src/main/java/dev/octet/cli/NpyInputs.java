package dev.octet.cli;

import dev.octet.graph.Value;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * What files hold, as a program takes it: {@code .npy} has no bfloat16, and NumPy computes in
 * float64 unless told otherwise.
 */
final class NpyInputs {
  /** For the descriptions of options. */
  static final String CONVERTED =
      "float32 and float64 become the floating-point type that the program takes; nothing else is"
          + " converted.";

  private NpyInputs() {}

  /**
   * The tensors, float32 and float64 rounded to the floating-point types of the program's inputs.
   * What does not fit otherwise stays as it is, for the program to refuse.
   */
  static List<Tensor> converted(ExportedProgram program, List<Tensor> given) {
    List<Value> expected = program.userInputs();
    List<Tensor> inputs = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Tensor tensor = given.get(i);
      boolean rounded =
          i < expected.size()
              && expected.get(i).type() instanceof TensorType type
              && type.dtype() != tensor.dtype()
              && type.dtype().isFloatingPoint()
              && (tensor.dtype() == DType.FLOAT32 || tensor.dtype() == DType.FLOAT64);
      inputs.add(
          rounded ? tensor.to(expected.get(i).tensorType().dtype(), Arena.ofAuto()) : tensor);
    }
    return inputs;
  }

  /** A tensor as {@code .npy} can hold it: bfloat16 as float32, which has all its values. */
  static Tensor writable(Tensor tensor) {
    return tensor.dtype() == DType.BFLOAT16 ? tensor.to(DType.FLOAT32, Arena.ofAuto()) : tensor;
  }
}
