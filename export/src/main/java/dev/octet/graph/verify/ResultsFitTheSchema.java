package dev.octet.graph.verify;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.op.ParameterType;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import java.util.Locale;

/**
 * A node has as many results as its operator declares, of the kinds it declares; a list stands for
 * any number of them.
 */
final class ResultsFitTheSchema implements Rule {
  @Override
  public void check(Graph graph, Findings findings) {
    for (Node node : graph.nodes()) {
      if (node.op().schema().known()) {
        check(node, findings);
      }
    }
  }

  private static void check(Node node, Findings findings) {
    var returns = node.op().schema().returns();
    boolean counted = returns.stream().noneMatch(ParameterType::list);
    int least = (int) returns.stream().filter(r -> !r.list()).count();
    int found = node.results().size();
    if (counted ? found != least : found < least) {
      findings.at(
          node,
          String.format(
              Locale.ROOT,
              "has %d results, expected %s%d",
              found,
              counted ? "" : "at least ",
              least));
      return;
    }
    for (int i = 0; i < found; i++) {
      ParameterType declared =
          counted ? returns.get(i) : returns.get(Math.min(i, returns.size() - 1));
      ValueType type = node.results().get(i).type();
      boolean fits =
          type instanceof TensorType
              || type instanceof ValueType.None
              || type instanceof ValueType.Opaque;
      if (counted && declared.kind() == ParameterType.Kind.TENSOR && !fits) {
        findings.at(
            node,
            String.format(
                Locale.ROOT, "result %s is %s, expected a tensor", node.results().get(i), type));
      }
    }
  }
}
