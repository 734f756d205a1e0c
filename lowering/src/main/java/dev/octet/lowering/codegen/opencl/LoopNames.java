package dev.octet.lowering.codegen.opencl;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.loop.LoopVariable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Names of loop counters; those of loops that are over are given out again. */
final class LoopNames {
  private static final ImmutableList<String> OUTER =
      ImmutableList.of("batch", "plane", "row", "column");
  private static final ImmutableList<String> INNER =
      ImmutableList.of("k", "l", "m", "n", "p", "q", "r");

  private final Geometry geometry;
  private final Names names;
  private final Indices indices;
  private final Map<LoopVariable, String> known = new HashMap<>();

  LoopNames(Geometry geometry, Names names, Indices indices) {
    this.geometry = geometry;
    this.names = names;
    this.indices = indices;
  }

  String name(LoopVariable loop) {
    return Objects.requireNonNull(known.get(loop));
  }

  private String keep(LoopVariable loop, String name) {
    known.put(loop, name);
    indices.name(loop, Fragment.primary(name));
    return name;
  }

  /** Names an outer loop: rows and columns from behind, and groups compute rows. */
  String outer(LoopVariable loop) {
    List<LoopVariable> all = geometry.outer();
    int last = geometry.inGroups() ? OUTER.size() - 2 : OUTER.size() - 1;
    int at = last - (all.size() - 1 - all.indexOf(loop));
    String name =
        all.size() == 1 && !geometry.inGroups()
            ? "i"
            : at >= 0 && all.size() <= last + 1 ? OUTER.get(at) : "d" + all.indexOf(loop);
    return keep(loop, names.fresh(name));
  }

  String inner(LoopVariable loop) {
    return keep(loop, free());
  }

  private String free() {
    String row = geometry.outer().isEmpty() ? "i" : "column";
    if (geometry.inGroups() && names.isFree(row)) {
      return names.fresh(row);
    }
    for (String name : INNER) {
      if (names.isFree(name)) {
        return names.fresh(name);
      }
    }
    return names.fresh("k");
  }

  /** The counter of a loop that runs through several at once. */
  String turn() {
    return names.fresh("turn");
  }
}
