package dev.octet.lowering.lookup;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.fuse.SingleNode;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.tensor.Shape;
import java.util.Optional;

/** Runs embedding and indexing by integers as copies of blocks. */
public final class LookupBackend implements Backend {
  public LookupBackend() {}

  @Override
  public String name() {
    return "lookup";
  }

  @Override
  public Optional<String> lower(Region region, Emitter emitter) {
    Optional<Lookup> found =
        region instanceof SingleNode single ? Lookup.of(single.node()) : Optional.empty();
    if (found.isEmpty()) {
      return Optional.of("no blocks picked by integers");
    }
    Lookup lookup = found.get();
    Shape positions = lookup.positions();
    if (positions.elements() > Integer.MAX_VALUE) {
      return Optional.of("more positions than can be counted");
    }
    Buffer source = emitter.read(lookup.source(), Layout.ROW_MAJOR);
    ImmutableList.Builder<IndexColumn> columns = ImmutableList.builder();
    for (int i = 0; i < lookup.indices().size(); i++) {
      Buffer index = emitter.read(lookup.indices().get(i), Layout.ROW_MAJOR);
      columns.add(IndexColumn.of(index, positions, lookup.size(i), lookup.step(i)));
    }
    Buffer result = emitter.write(lookup.node().result(), Layout.ROW_MAJOR);
    emitter.emit(new LookupKernel(lookup, source, columns.build(), result));
    return Optional.empty();
  }
}
