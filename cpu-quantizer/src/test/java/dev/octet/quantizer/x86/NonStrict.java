package dev.octet.quantizer.x86;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import java.util.List;
import java.util.Optional;

/** Origins as a non-strict export records them: modules, but not which call of them. */
final class NonStrict {
  private NonStrict() {}

  static Graph of(Graph strict) {
    List<Node> nodes =
        strict.nodes().stream().map(node -> node.withOrigin(of(node.origin()))).toList();
    return new Graph(strict.inputs(), nodes, strict.outputs());
  }

  private static Origin of(Origin origin) {
    ImmutableList<Origin.ModuleFrame> modules =
        origin.modules().stream()
            .map(frame ->
                new Origin.ModuleFrame(
                    frame.key(), frame.path().replaceFirst("@\\d+$", ""), frame.type()))
            .collect(ImmutableList.toImmutableList());
    return new Origin(
        modules, ImmutableList.of(), origin.torchFunction(), Optional.empty(), origin.custom());
  }
}
