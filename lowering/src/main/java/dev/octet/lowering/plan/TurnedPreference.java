package dev.octet.lowering.plan;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.graph.Value;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.fuse.Reinterpretation;
import dev.octet.lowering.kernel.Strides;
import dev.octet.op.Flatten;
import dev.octet.op.Permute;
import dev.octet.op.Reshape;
import dev.octet.op.Transpose;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The strides in which a value should be written that is only read with its dimensions in another
 * order and then reshaped, as the result of attention is: so that both are looks at its memory. In
 * any other order the reshape would have to copy.
 */
final class TurnedPreference {
  private final Map<Value, ImmutableLongArray> wanted = new HashMap<>();

  TurnedPreference(List<Region> regions) {
    Map<Value, List<Region>> readers = new HashMap<>();
    for (Region region : regions) {
      for (Value value : region.reads()) {
        readers.computeIfAbsent(value, _ -> new ArrayList<>()).add(region);
      }
    }
    for (Region region : regions) {
      if (region instanceof Reinterpretation turn
          && turn.writes().size() == 1
          && readers.getOrDefault(turn.source(), List.of()).size() == 1
          && isReshaped(readers.getOrDefault(turn.writes().getFirst(), List.of()))) {
        strides(turn).ifPresent(strides -> wanted.put(turn.source(), strides));
      }
    }
  }

  /** Empty if the readers want nothing of the kind. */
  Optional<ImmutableLongArray> of(Value value) {
    return Optional.ofNullable(wanted.get(value));
  }

  private static boolean isReshaped(List<Region> readers) {
    return readers.size() == 1
        && readers.getFirst() instanceof Reinterpretation view
        && (view.anchor().op() instanceof Reshape || view.anchor().op() instanceof Flatten);
  }

  /** Those that make the turned value row-major. */
  private static Optional<ImmutableLongArray> strides(Reinterpretation turn) {
    Shape source = turn.source().tensorType().shape();
    int rank = source.rank();
    int[] order = new int[rank];
    for (int i = 0; i < rank; i++) {
      order[i] = i;
    }
    switch (turn.anchor().op()) {
      case Permute op -> {
        for (int i = 0; i < rank; i++) {
          order[i] = source.normalize(op.dimensions().get(i));
        }
      }
      case Transpose op when rank >= 2 -> {
        int first = source.normalize(op.first());
        int second = source.normalize(op.second());
        order[first] = second;
        order[second] = first;
      }
      default -> {
        return Optional.empty();
      }
    }
    ImmutableLongArray turned = Strides.rowMajor(turn.writes().getFirst().tensorType().shape());
    long[] strides = new long[rank];
    for (int i = 0; i < rank; i++) {
      strides[order[i]] = turned.get(i);
    }
    return Optional.of(ImmutableLongArray.copyOf(strides));
  }
}
