package dev.octet.lowering.opencl.step;

import dev.octet.lowering.codegen.opencl.KernelArgument;
import dev.octet.lowering.kernel.Buffer;

/** What a kernel function takes, in the order of its parameters. */
public sealed interface StepArgument {
  /** A {@code global} pointer to the memory that a buffer looks into. */
  record Memory(Buffer buffer) implements StepArgument {}

  /** A {@code long}: where in that memory the first element of the buffer lies, in elements. */
  record Start(Buffer buffer) implements StepArgument {}

  /** A {@code global} pointer to words that tell of mistakes. */
  record OfNotes(Notes notes) implements StepArgument {}

  /** A number of generated code. */
  static StepArgument of(KernelArgument.Number number) {
    return switch (number.type()) {
      case F32 -> new OfFloat(number.asFloat());
      case I32, MASK -> new OfInt((int) number.bits());
      case I64 -> new OfLong(number.bits());
      case F64 -> new OfDouble(Double.longBitsToDouble(number.bits()));
    };
  }

  record OfInt(int value) implements StepArgument {}

  record OfLong(long value) implements StepArgument {}

  record OfFloat(float value) implements StepArgument {}

  record OfDouble(double value) implements StepArgument {}
}
