package dev.octet.graph.match;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import java.util.List;
import java.util.Optional;

/** Describes what a node gets for one parameter, or for two. */
sealed interface OperandPattern {
  int depth();

  boolean match(Node node, MatchState state, MatchState.Rest rest);

  /** One value. */
  record One(String parameter, Pattern pattern) implements OperandPattern {
    @Override
    public int depth() {
      return pattern.depth();
    }

    @Override
    public boolean match(Node node, MatchState state, MatchState.Rest rest) {
      Optional<Value> value = NodePattern.operand(node, parameter);
      return value.isPresent() && pattern.match(value.get(), state, rest);
    }
  }

  /** All values of a list. */
  record Each(String parameter, Pattern pattern) implements OperandPattern {
    @Override
    public int depth() {
      return pattern.depth();
    }

    @Override
    public boolean match(Node node, MatchState state, MatchState.Rest rest) {
      return node.op().argument(parameter) instanceof Argument.ListOf(var elements)
          && matchAll(elements, node, state, rest);
    }

    private boolean matchAll(
        List<Argument> elements, Node node, MatchState state, MatchState.Rest rest) {
      if (elements.isEmpty()) {
        return rest.match();
      }
      List<Argument> others = elements.subList(1, elements.size());
      return elements.getFirst() instanceof Argument.Operand(int index)
          && pattern.match(node.operand(index), state, () -> matchAll(others, node, state, rest));
    }
  }

  /** Two values in either order. */
  record EitherOrder(String first, String second, Pattern one, Pattern other)
      implements OperandPattern {
    @Override
    public int depth() {
      return Math.max(one.depth(), other.depth());
    }

    @Override
    public boolean match(Node node, MatchState state, MatchState.Rest rest) {
      Optional<Value> left = NodePattern.operand(node, first);
      Optional<Value> right = NodePattern.operand(node, second);
      if (left.isEmpty() || right.isEmpty()) {
        return false;
      }
      return one.match(left.get(), state, () -> other.match(right.get(), state, rest))
          || one.match(right.get(), state, () -> other.match(left.get(), state, rest));
    }
  }
}
