package dev.octet.lowering.onednn;

import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Scales and zero points of a primitive: small constants that are passed like operands. */
final class Parameters {
  private final Engine engine;
  private final Emitter emitter;
  private final List<PrimitiveKernel.Binding> bindings = new ArrayList<>();

  Parameters(Engine engine, Emitter emitter) {
    this.engine = engine;
    this.emitter = emitter;
  }

  void scales(int operand, float... values) {
    MemorySegment memory = emitter.arena().allocateFrom(ValueLayout.JAVA_FLOAT, values);
    add(Operand.scales(operand), DType.FLOAT32, values.length, memory);
  }

  void zeroPoint(int operand, int value) {
    MemorySegment memory = emitter.arena().allocateFrom(ValueLayout.JAVA_INT, value);
    add(Operand.zeroPoints(operand), DType.INT32, 1, memory);
  }

  private void add(int operand, DType dtype, int count, MemorySegment memory) {
    MemorySegment resident = engine.resident(memory, emitter.arena());
    Buffer buffer = emitter.constant(resident, dtype, Shape.of(count));
    bindings.add(
        new PrimitiveKernel.Binding(
            operand, Descriptor.vector(emitter.arena(), dtype, count), buffer));
  }

  List<PrimitiveKernel.Binding> bindings() {
    return bindings;
  }
}
