package dev.octet.lowering;

import dev.octet.lowering.onednn.OneDnn;
import dev.octet.op.Quantize;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;

/** Whether the native library is there; without it the same tests run on Java alone. */
final class NativeKernels {
  private NativeKernels() {}

  static boolean areThere() {
    return OneDnn.unavailable().isEmpty();
  }

  /**
   * Whether products of a program with a reduced range are computed in integers: those of signed
   * activations only on processors that sum byte products in 32 bits.
   */
  static boolean multiply(ExportedProgram program) {
    boolean signed =
        program.graph().nodes().stream()
            .anyMatch(node -> node.op() instanceof Quantize op && op.dtype() == DType.INT8);
    return areThere() && (!signed || OneDnn.instructionSet().hasInt8DotProduct());
  }
}
