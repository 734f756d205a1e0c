package dev.octet.lowering.onednn;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Weights of recurrent layers: gates in the library's order, packed once for all plans. */
final class RecurrentWeights {
  private final RecurrentCell cell;
  private final Emitter emitter;

  RecurrentWeights(RecurrentCell cell, Emitter emitter) {
    this.cell = cell;
    this.emitter = emitter;
  }

  /** The matrices of all directions in one layout; tensors are told apart by identity. */
  private static final class Key {
    private final ImmutableList<Tensor> tensors;
    private final Descriptor layout;

    Key(List<Tensor> tensors, Descriptor layout) {
      this.tensors = ImmutableList.copyOf(tensors);
      this.layout = layout.kept();
    }

    @Override
    public boolean equals(Object other) {
      if (!(other instanceof Key key)
          || key.tensors.size() != tensors.size()
          || !key.layout.sameAs(layout)) {
        return false;
      }
      for (int i = 0; i < tensors.size(); i++) {
        if (key.tensors.get(i) != tensors.get(i)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(tensors.getFirst());
    }
  }

  /**
   * Packs matrices of (gates · width, inner), one for each direction.
   *
   * @param target the layout that the library wants
   */
  Buffer matrices(List<Tensor> tensors, Descriptor target) {
    MemorySegment bytes =
        emitter.shared(new Key(tensors, target), arena -> packMatrices(tensors, target, arena));
    return emitter.constant(bytes, DType.UINT8, Shape.of(target.byteSize()));
  }

  private MemorySegment packMatrices(List<Tensor> tensors, Descriptor target, Arena arena) {
    MemorySegment packed = arena.allocate(target.byteSize(), 64);
    int gates = cell.gates().length();
    Shape rows = tensors.getFirst().shape();
    long inner = rows.size(1);
    long width = rows.size(0) / gates;
    long block = width * inner * Float.BYTES;
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment ordered = scratch.allocate(block * gates * tensors.size(), 64);
      long at = 0;
      for (Tensor tensor : tensors) {
        MemorySegment from = tensor.contiguous(scratch).segment();
        for (int gate = 0; gate < gates; gate++) {
          MemorySegment.copy(from, cell.gates().get(gate) * block, ordered, at, block);
          at += block;
        }
      }
      Shape logical = Shape.of(1, tensors.size(), inner, gates, width);
      long matrix = gates * width * inner;
      long[] strides = {tensors.size() * matrix, matrix, 1, width * inner, inner};
      Descriptor source = Descriptor.strided(scratch, DType.FLOAT32, logical, strides);
      ReorderKernels.runOnce(scratch, source, ordered, target, packed, new Attributes(scratch));
    }
    return packed;
  }

  /**
   * The bias of each gate: that of the input and that of the state together, but for the last gate
   * of a GRU, whose parts stay apart.
   *
   * @param width of the state
   * @param inputs a row of (gates · width) for each direction; empty for zeros
   * @param states the same
   */
  Buffer biases(List<Tensor> inputs, List<Tensor> states, int width, int directions) {
    float[] rows = new float[directions * cell.biases() * width];
    int gates = cell.gates().length();
    boolean apart = cell.biases() > gates;
    for (int direction = 0; direction < inputs.size(); direction++) {
      float[] input = inputs.get(direction).toFloatArray();
      float[] state = states.get(direction).toFloatArray();
      int start = direction * cell.biases() * width;
      for (int gate = 0; gate < gates; gate++) {
        int from = cell.gates().get(gate) * width;
        boolean last = apart && gate == gates - 1;
        for (int i = 0; i < width; i++) {
          rows[start + gate * width + i] =
              last ? input[from + i] : input[from + i] + state[from + i];
          if (last) {
            rows[start + gates * width + i] = state[from + i];
          }
        }
      }
    }
    return emitter.constant(
        emitter.arena().allocateFrom(ValueLayout.JAVA_FLOAT, rows),
        DType.FLOAT32,
        Shape.of(rows.length));
  }
}
