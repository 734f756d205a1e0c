package dev.octet.graph.match;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphView;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.Op;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * A result of a node, described by the node's operator and operands. Each method returns a narrower
 * pattern.
 *
 * @param <O> the record or trait of the operator
 */
public final class NodePattern<O> extends Pattern {
  private final Class<O> type;
  private final int result;
  private final boolean singleUse;
  private final Predicate<O> condition;
  private final ImmutableList<OperandPattern> operands;
  private final Optional<NodeCapture<O>> capture;

  NodePattern(Class<O> type) {
    this(type, 0, false, op -> true, ImmutableList.of(), Optional.empty());
  }

  private NodePattern(
      Class<O> type,
      int result,
      boolean singleUse,
      Predicate<O> condition,
      ImmutableList<OperandPattern> operands,
      Optional<NodeCapture<O>> capture) {
    this.type = type;
    this.result = result;
    this.singleUse = singleUse;
    this.condition = condition;
    this.operands = operands;
    this.capture = capture;
  }

  /** The result with this index, instead of the first. */
  public NodePattern<O> result(int index) {
    return new NodePattern<>(type, index, singleUse, condition, operands, capture);
  }

  /** Nothing but the node that the pattern describes around this one reads the result. */
  public NodePattern<O> singleUse() {
    return new NodePattern<>(type, result, true, condition, operands, capture);
  }

  /** Only operators that meet the condition. */
  public NodePattern<O> where(Predicate<O> further) {
    return new NodePattern<>(type, result, singleUse, condition.and(further), operands, capture);
  }

  /** Only operators with this literal for a parameter. */
  public NodePattern<O> literal(String parameter, Argument expected) {
    return where(op ->
        op instanceof Op call
            && call.schema().position(parameter) >= 0
            && call.argument(parameter).equals(expected));
  }

  /** The value passed for a parameter is described by another pattern. */
  public NodePattern<O> operand(String parameter, Pattern pattern) {
    return with(new OperandPattern.One(parameter, pattern));
  }

  /** Every value in the list passed for a parameter is described by another pattern. */
  public NodePattern<O> each(String parameter, Pattern pattern) {
    return with(new OperandPattern.Each(parameter, pattern));
  }

  /** The values passed for two parameters are described by two patterns, in either order. */
  public NodePattern<O> commutative(String first, String second, Pattern one, Pattern other) {
    return with(new OperandPattern.EitherOrder(first, second, one, other));
  }

  public NodePattern<O> as(NodeCapture<O> newCapture) {
    return new NodePattern<>(type, result, singleUse, condition, operands, Optional.of(newCapture));
  }

  private NodePattern<O> with(OperandPattern operand) {
    ImmutableList<OperandPattern> more =
        ImmutableList.<OperandPattern>builder().addAll(operands).add(operand).build();
    return new NodePattern<>(type, result, singleUse, condition, more, capture);
  }

  /**
   * Matches a node of the graph; of the alternatives of the pattern, the first that fits counts.
   */
  public Optional<Match> match(GraphView graph, Node node) {
    MatchState state = new MatchState(graph);
    return matchNode(node, state, () -> true) ? Optional.of(state.finish(node)) : Optional.empty();
  }

  /** Matches all nodes of a graph, in their order; matches may overlap. */
  public ImmutableList<Match> findAll(Graph graph) {
    ImmutableList.Builder<Match> matches = ImmutableList.builder();
    graph.nodes().forEach(node -> match(graph, node).ifPresent(matches::add));
    return matches.build();
  }

  @Override
  public int depth() {
    return 1 + operands.stream().mapToInt(OperandPattern::depth).max().orElse(0);
  }

  @Override
  boolean match(Value value, MatchState state, MatchState.Rest rest) {
    Optional<Node> node = state.graph().producer(value);
    return node.isPresent()
        && node.get().results().indexOf(value) == result
        && (!singleUse || state.graph().hasSingleUse(value))
        && matchNode(node.get(), state, rest);
  }

  private boolean matchNode(Node node, MatchState state, MatchState.Rest rest) {
    if (!type.isInstance(node.op()) || !condition.test(type.cast(node.op()))) {
      return false;
    }
    return state.through(
        node,
        () ->
            state.with(
                capture.orElse(null), node, () -> matchOperands(operands, node, state, rest)));
  }

  private static boolean matchOperands(
      List<OperandPattern> patterns, Node node, MatchState state, MatchState.Rest rest) {
    if (patterns.isEmpty()) {
      return rest.match();
    }
    List<OperandPattern> others = patterns.subList(1, patterns.size());
    return patterns.getFirst().match(node, state, () -> matchOperands(others, node, state, rest));
  }

  static Optional<Value> operand(Node node, String parameter) {
    OptionalInt index = node.op().operandIndex(parameter);
    return index.isPresent() ? Optional.of(node.operand(index.getAsInt())) : Optional.empty();
  }
}
