package dev.octet.graph.verify;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.op.infer.TypeInference;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;

/**
 * The types recorded are those that the operator gives: element type, number of dimensions, and
 * every size that both sides know as a number. Operators without a type rule, or with symbols where
 * the rule needs numbers, are taken at their word.
 */
final class TypesAgreeWithInference implements Rule {
  @Override
  public void check(Graph graph, Findings findings) {
    for (Node node : graph.nodes()) {
      try {
        TypeInference.standard()
            .inferIfKnown(node.op(), node.operands().stream().map(Value::type).toList())
            .ifPresent(inferred -> check(node, inferred, findings));
      } catch (InputException e) {
        findings.at(node, "its operands do not fit: " + e.getMessage());
      }
    }
  }

  private static void check(Node node, List<ValueType> inferred, Findings findings) {
    if (inferred.size() != node.results().size()) {
      findings.at(
          node,
          String.format(
              Locale.ROOT,
              "has %d results, expected %d: %s",
              node.results().size(),
              inferred.size(),
              inferred));
      return;
    }
    for (int i = 0; i < inferred.size(); i++) {
      ValueType recorded = node.results().get(i).type();
      if (!agree(recorded, inferred.get(i))) {
        findings.at(
            node,
            String.format(
                Locale.ROOT,
                "result %s is %s, expected %s",
                node.results().get(i),
                recorded,
                inferred.get(i)));
      }
    }
  }

  private static boolean agree(ValueType recorded, ValueType inferred) {
    if (recorded instanceof ValueType.None || inferred instanceof ValueType.None) {
      return true;
    }
    if (recorded instanceof TensorType left && inferred instanceof TensorType right) {
      return left.dtype() == right.dtype() && agree(left.sizes(), right.sizes());
    }
    return recorded.getClass() == inferred.getClass();
  }

  /** Expressions over symbols may be equal for reasons that their form does not show. */
  private static boolean agree(List<SymInt> recorded, List<SymInt> inferred) {
    if (recorded.size() != inferred.size()) {
      return false;
    }
    for (int i = 0; i < recorded.size(); i++) {
      boolean numbers = recorded.get(i).isConstant() && inferred.get(i).isConstant();
      if (numbers && recorded.get(i).constant() != inferred.get(i).constant()) {
        return false;
      }
    }
    return true;
  }
}
