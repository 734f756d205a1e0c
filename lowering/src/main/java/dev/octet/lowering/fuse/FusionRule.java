package dev.octet.lowering.fuse;

import dev.octet.graph.Node;
import java.util.Optional;

/** Finds the region that is built around a node. Rules have no state. */
@FunctionalInterface
public interface FusionRule {
  Optional<Region> match(Node anchor, FusionContext context);
}
