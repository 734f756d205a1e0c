package dev.octet.lowering.freeze;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.op.SymbolType;
import dev.octet.tensor.InputException;
import java.util.HashSet;
import java.util.Set;

/**
 * Refuses what no sizes make a plan of, before any are known: a program that can never run is not
 * to be saved. Nodes that nobody reads may be anything.
 */
final class RefuseUnplannable {
  private RefuseUnplannable() {}

  /**
   * Looks at the nodes that the outputs depend on.
   *
   * @throws InputException naming a node whose operator has no kernel, or whose sizes depend on the
   *     values that it reads
   */
  static void check(FrozenGraph frozen) {
    Set<String> known = new HashSet<>();
    frozen.graph().inputs().forEach(input -> known.addAll(input.type().symbols()));
    for (Node node : DropDeadNodes.apply(frozen).graph().nodes()) {
      if (!node.results().stream().allMatch(result -> result.type() instanceof SymbolType)) {
        Evaluator.requireKernel(node); // numbers follow from types
      }
      node.results().forEach(result -> requireKnown(node, result, known));
    }
  }

  private static void requireKnown(Node node, Value result, Set<String> known) {
    for (String symbol : result.type().symbols()) {
      if (!known.contains(symbol)) {
        throw new InputException(
            "%"
                + node.name()
                + " ("
                + node.op().name()
                + ") gives "
                + result.type()
                + ", where "
                + symbol
                + " depends on values; the sizes and numbers of compiled programs follow from the"
                + " sizes of their inputs. Run it with the reference evaluator (--engine"
                + " reference), or export it without");
      }
    }
  }
}
