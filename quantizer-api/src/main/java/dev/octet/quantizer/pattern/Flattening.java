package dev.octet.quantizer.pattern;

import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Node;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.quantizer.annotate.Reason;
import java.util.stream.Collectors;

/** Another shape for the same integers, if somebody behind it can use them. */
public record Flattening() implements Propagator {
  /** What can use integers: everything in the recipe, matrix products included. */
  private static final ImmutableSet<OpName> USERS_OF_INTEGERS =
      ImmutableSet.<OpName>builder()
          .addAll(Recipes.DEFAULT_OPERATORS)
          .addAll(Recipes.OPTIONAL_OPERATORS)
          .build();

  @Override
  public boolean handles(Node node) {
    return node.op().name().equals(AtenOps.FLATTEN);
  }

  @Override
  public void annotate(Node node, AnnotationPass pass) {
    var uses = pass.graph().uses(node.result());
    boolean read = !uses.isEmpty() || pass.graph().isOutput(node.result());
    boolean useful =
        uses.stream().anyMatch(use -> USERS_OF_INTEGERS.contains(use.user().op().name()));
    if (read && !useful) {
      String readers =
          uses.stream().map(use -> use.user().toString()).collect(Collectors.joining(", "));
      pass.decline(
          node,
          Reason.CONSUMERS_NOT_QUANTIZED,
          name(),
          readers.isEmpty() ? "an output of the graph" : readers);
      return;
    }
    Propagation.annotateSingle(node, pass, name());
  }
}
