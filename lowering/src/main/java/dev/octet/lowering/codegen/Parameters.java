package dev.octet.lowering.codegen;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.NestForm;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Writes down the numbers of a model that code of a nest reads. */
final class Parameters {
  private Parameters() {}

  static MemorySegment of(NestForm form, Arena arena) {
    ImmutableList<Expr.Literal> numbers = form.parameters();
    MemorySegment memory =
        arena.allocate(Math.max(1, numbers.size()) * (long) NestForm.PARAMETER_BYTES, 64);
    for (int i = 0; i < numbers.size(); i++) {
      Expr.Literal number = numbers.get(i);
      long at = (long) i * NestForm.PARAMETER_BYTES;
      switch (number.type()) {
        case F32 -> memory.set(ValueLayout.JAVA_FLOAT, at, (float) number.real());
        case F64 -> memory.set(ValueLayout.JAVA_DOUBLE, at, number.real());
        case I32 -> memory.set(ValueLayout.JAVA_INT, at, (int) number.bits());
        case I64 -> memory.set(ValueLayout.JAVA_LONG, at, number.bits());
        case MASK -> throw new IllegalArgumentException("masks are no parameters");
      }
    }
    return memory;
  }
}
