package dev.octet.lowering.onednn;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.lowering.kernel.Strides;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lowers recurrent layers (LSTM, GRU and the plain ones) to one primitive for each layer, which
 * computes all steps and both directions.
 */
final class RecurrentLowering {
  private final RecurrentCall call;
  private final Emitter emitter;
  private final Arena arena;
  private final RecurrentWeights weights;

  private RecurrentLowering(RecurrentCall call, Emitter emitter) {
    this.call = call;
    this.emitter = emitter;
    this.arena = emitter.arena();
    this.weights = new RecurrentWeights(call.cell(), emitter);
  }

  /** The cell of a node that this lowers; empty for any other node. */
  static Optional<RecurrentCell> cell(Node node) {
    return node.op().name().namespace().equals("aten")
            && node.op().name().overload().equals("input")
        ? RecurrentCell.of(node.op().name().base())
        : Optional.empty();
  }

  static Optional<String> lower(Node node, RecurrentCell cell, Emitter emitter) {
    Optional<RecurrentCall> call = RecurrentCall.of(node, cell, emitter);
    return call.isEmpty()
        ? Optional.of("the weights are no constants")
        : new RecurrentLowering(call.get(), emitter).lower();
  }

  private Optional<String> lower() {
    Value input = call.input();
    if (input.tensorType().dtype() != DType.FLOAT32
        || call.weights().stream().anyMatch(weight -> weight.dtype() != DType.FLOAT32)) {
      return Optional.of("recurrent layers of " + input.tensorType().dtype());
    }
    if (call.isRandom()) {
      return Optional.of("dropout in training");
    }
    if (call.weightsEach() != (call.biased() ? 4 : 2)) {
      return Optional.of("a recurrent layer with a projection");
    }
    Shape shape = input.tensorType().shape();
    long time = shape.size(call.batchFirst() ? 1 : 0);
    long batch = shape.size(call.batchFirst() ? 0 : 1);
    long width = call.states().getFirst().tensorType().shape().size(2);
    if (shape.elements() == 0 || width == 0) {
      return Optional.of("an empty sequence");
    }
    List<RecurrentShapes> shapes = new ArrayList<>();
    List<PrimitiveDescription> descriptions = new ArrayList<>();
    for (int layer = 0; layer < call.layers(); layer++) {
      long features = layer == 0 ? shape.size(2) : call.directions() * width;
      RecurrentShapes of =
          RecurrentShapes.of(arena, call.cell(), time, batch, features, width, call.directions());
      Optional<PrimitiveDescription> found = call.cell().describe(arena, of);
      if (found.isEmpty()) {
        return Optional.of("the library has no implementation for these sizes");
      }
      shapes.add(of);
      descriptions.add(found.get());
    }
    emit(shapes, descriptions);
    return Optional.empty();
  }

  private void emit(List<RecurrentShapes> shapes, List<PrimitiveDescription> descriptions) {
    List<Buffer> before = new ArrayList<>();
    List<Buffer> after = new ArrayList<>();
    for (int i = 0; i < call.states().size(); i++) {
      before.add(emitter.read(call.states().get(i), Layout.ROW_MAJOR));
      after.add(emitter.write(call.node().results().get(i + 1), Layout.ROW_MAJOR));
    }
    Buffer sequence = timeFirst(input());
    for (int layer = 0; layer < call.layers(); layer++) {
      boolean last = layer == call.layers() - 1;
      Buffer output = last ? result() : between();
      emit(layer, shapes.get(layer), descriptions.get(layer), sequence, output, before, after);
      sequence = output;
    }
  }

  private void emit(
      int layer,
      RecurrentShapes shapes,
      PrimitiveDescription description,
      Buffer sequence,
      Buffer output,
      List<Buffer> before,
      List<Buffer> after) {
    List<PrimitiveKernel.Binding> reads = new ArrayList<>();
    List<PrimitiveKernel.Binding> writes = new ArrayList<>();
    reads.add(new PrimitiveKernel.Binding(Operand.SRC, shapes.input(), sequence));
    writes.add(new PrimitiveKernel.Binding(Operand.DST, shapes.output(), output));
    for (int i = 0; i < before.size(); i++) {
      int next = i + 1; // operands of states follow those of the sequence
      reads.add(
          new PrimitiveKernel.Binding(
              Operand.SRC + next, shapes.state(), of(before.get(i), layer)));
      writes.add(
          new PrimitiveKernel.Binding(Operand.DST + next, shapes.state(), of(after.get(i), layer)));
    }
    for (int i = 0; i < 2; i++) {
      Descriptor packed = description.operand(Operand.WEIGHTS + i).copy(arena);
      Buffer buffer = weights.matrices(call.weights(layer, i), packed);
      reads.add(new PrimitiveKernel.Binding(Operand.WEIGHTS + i, packed, buffer));
    }
    Buffer bias =
        weights.biases(
            call.biased() ? call.weights(layer, 2) : List.of(),
            call.biased() ? call.weights(layer, 3) : List.of(),
            Math.toIntExact(before.getFirst().shape().size(2)),
            call.directions());
    reads.add(new PrimitiveKernel.Binding(Operand.BIAS, shapes.bias(), bias));
    String name = call.node().op().name().base();
    emitter.emit(
        new PrimitiveKernel(
            call.layers() == 1 ? name : name + " layer " + layer,
            description,
            reads,
            writes,
            arena));
  }

  /** The states of one layer among those of all. */
  private Buffer of(Buffer states, int layer) {
    Shape shape = states.shape();
    Shape own = Shape.of(1, call.directions(), shape.size(1), shape.size(2));
    return states.view(
        states.dtype(), own, Strides.rowMajor(own), layer * own.elements() * Float.BYTES);
  }

  /** The input where it lies, or without gaps where the library cannot describe that. */
  private Buffer input() {
    Buffer lies = emitter.read(call.input());
    return ReorderKernels.isNested(lies) ? lies : emitter.read(call.input(), Layout.ROW_MAJOR);
  }

  /** (time, batch, features) without gaps. */
  private Buffer timeFirst(Buffer input) {
    Buffer turned =
        call.batchFirst()
            ? input.view(input.dtype(), exchanged(input.shape()), exchanged(input.strides()), 0)
            : input;
    if (turned.isRowMajor()) {
      return turned;
    }
    Buffer moved = emitter.temporary(turned.dtype(), turned.shape(), Layout.ROW_MAJOR);
    Kernel move =
        ReorderKernels.move(turned, moved, arena)
            .orElseThrow(() -> new IllegalStateException("oneDNN cannot move " + turned));
    emitter.emit(move);
    return moved;
  }

  /** What one layer hands to the next. */
  private Buffer between() {
    Shape shape = call.node().results().getFirst().tensorType().shape();
    return emitter.temporary(
        DType.FLOAT32, call.batchFirst() ? exchanged(shape) : shape, Layout.ROW_MAJOR);
  }

  /** Where the last layer writes: time first, whatever the order of the result's dimensions. */
  private Buffer result() {
    Value value = call.node().results().getFirst();
    Shape shape = value.tensorType().shape();
    if (!call.batchFirst()) {
      return emitter.write(value, Layout.ROW_MAJOR);
    }
    Shape turned = exchanged(shape);
    Buffer buffer = emitter.write(value, exchanged(Strides.rowMajor(turned)));
    return buffer.view(buffer.dtype(), turned, Strides.rowMajor(turned), 0);
  }

  private static Shape exchanged(Shape shape) {
    return Shape.of(shape.size(1), shape.size(0), shape.size(2));
  }

  private static ImmutableLongArray exchanged(ImmutableLongArray strides) {
    return ImmutableLongArray.of(strides.get(1), strides.get(0), strides.get(2));
  }
}
