package dev.octet.lowering.plan;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ListMultimap;
import com.google.common.primitives.ImmutableLongArray;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Value;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Strides;
import dev.octet.op.TensorType;
import java.util.List;
import java.util.stream.Stream;

/** Where each value lies while regions are lowered one after the other. */
final class Places {
  private final ListMultimap<Value, Buffer> places = ArrayListMultimap.create();
  private final Lifetimes lifetimes;

  Places(List<Region> regions, List<GraphOutput> outputs) {
    this.lifetimes = new Lifetimes(regions, outputs);
  }

  /** The next region is lowered now. */
  void advance() {
    lifetimes.advance();
  }

  /** All places of a value, the first one first. */
  ImmutableList<Buffer> of(Value value) {
    return ImmutableList.copyOf(places.get(value));
  }

  void add(Value value, Buffer buffer) {
    lifetimes.lies(value, buffer);
    places.put(value, buffer);
  }

  /** Where a value lies in these strides and may be written over by a result of this type. */
  Stream<Buffer> expendable(Value value, TensorType type, ImmutableLongArray strides) {
    return of(value).stream()
        .filter(buffer ->
            lifetimes.isExpendable(value, buffer)
                && buffer.base().equals(buffer)
                && buffer.dtype() == type.dtype()
                && buffer.shape().equals(type.shape())
                && Strides.same(buffer.shape(), buffer.strides(), strides));
  }
}
