package dev.octet.lowering.plan;

import dev.octet.graph.GraphOutput;
import dev.octet.graph.Value;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.kernel.Buffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Until which region each value is read, and which values lie in one memory: so that a result may
 * be written over a value that is read for the last time.
 */
final class Lifetimes {
  private final Map<Value, Integer> lastReader = new HashMap<>();

  /** The values in each buffer of the frame, by its index. */
  private final Map<Integer, Set<Value>> tenants = new HashMap<>();

  private final List<Region> regions;
  private int current = -1;

  Lifetimes(List<Region> regions, List<GraphOutput> outputs) {
    this.regions = regions;
    for (int i = 0; i < regions.size(); i++) {
      for (Value value : regions.get(i).reads()) {
        lastReader.put(value, i);
      }
    }
    for (GraphOutput output : outputs) {
      if (output instanceof GraphOutput.Of(Value value)) {
        lastReader.put(value, Integer.MAX_VALUE);
      }
    }
  }

  /** The next region is lowered now. */
  void advance() {
    current++;
  }

  void lies(Value value, Buffer buffer) {
    if (buffer.owner() == Buffer.Owner.FRAME) {
      tenants.computeIfAbsent(buffer.index(), _ -> new HashSet<>()).add(value);
    }
  }

  /**
   * True if the region that is lowered now may write over a value: it reads it once and nothing
   * else of that memory, and no later one reads any of it.
   */
  boolean isExpendable(Value value, Buffer buffer) {
    if (buffer.owner() != Buffer.Owner.FRAME) {
      return false;
    }
    Set<Value> together = tenants.getOrDefault(buffer.index(), Set.of());
    List<Value> read = regions.get(current).reads();
    return Collections.frequency(read, value) == 1
        && together.stream()
            .allMatch(tenant ->
                lastReader.getOrDefault(tenant, -1) <= current
                    && (tenant.equals(value) || !read.contains(tenant)));
  }
}
