package dev.octet.lowering.freeze;

import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.Op;
import dev.octet.op.Ops;
import dev.octet.op.SymbolType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts numbers in the place of symbolic sizes: types become static, and a size that a node reads
 * becomes a literal. Nodes that compute or check nothing but sizes vanish.
 */
final class BindSizes {
  private final Map<String, SymInt> replacements = new HashMap<>();
  private final Map<String, Long> numbers;
  private final Map<Value, Value> values = new HashMap<>();
  private final Map<Value, Argument> literals = new HashMap<>();

  private BindSizes(Map<String, Long> numbers) {
    this.numbers = numbers;
    numbers.forEach((name, size) -> replacements.put(name, SymInt.of(size)));
  }

  static FrozenGraph apply(FrozenGraph frozen, Map<String, Long> sizes) {
    return new BindSizes(sizes).apply(frozen);
  }

  private FrozenGraph apply(FrozenGraph frozen) {
    Graph graph = frozen.graph();
    Map<Value, Tensor> constants = new LinkedHashMap<>();
    frozen.constants().forEach((value, tensor) -> constants.put(bound(value), tensor));
    List<Value> inputs = graph.inputs().stream().map(this::bound).toList();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (!isAboutSizes(node)) {
        nodes.add(bound(node));
      }
    }
    List<GraphOutput> outputs =
        graph.outputs().stream()
            .<GraphOutput>map(output ->
                output instanceof GraphOutput.Of(Value value)
                    ? value.type() instanceof SymbolType
                        ? new GraphOutput.Literal(literal(value))
                        : new GraphOutput.Of(bound(value))
                    : output)
            .toList();
    return new FrozenGraph(new Graph(inputs, nodes, outputs), constants, frozen.folder());
  }

  /** True of nodes that give numbers only, and of the assertions on such. */
  private boolean isAboutSizes(Node node) {
    boolean numbersOnly =
        node.results().stream().allMatch(result -> result.type() instanceof SymbolType);
    return numbersOnly
        && (!node.results().isEmpty()
            || node.operands().stream().allMatch(operand -> operand.type() instanceof SymbolType));
  }

  private Argument literal(Value value) {
    return switch (value.type()) {
      case SymbolType.Int(var size) -> Argument.of(size.evaluate(numbers));
      case SymbolType.Float(var number) -> Argument.of(number.evaluate(numbers));
      case SymbolType.Bool(var condition) -> Argument.of(condition.evaluate(numbers));
      default -> throw new InputException(value + " is no number");
    };
  }

  private Value bound(Value value) {
    return values.computeIfAbsent(
        value,
        old -> {
          ValueType type = old.type();
          Set<String> symbols = type.symbols();
          return symbols.isEmpty() ? old : new Value(old.name(), type.substitute(replacements));
        });
  }

  private Node bound(Node node) {
    List<Value> operands = new ArrayList<>();
    Map<Integer, Argument> positions = new HashMap<>();
    for (int i = 0; i < node.operands().size(); i++) {
      Value operand = node.operand(i);
      if (operand.type() instanceof SymbolType) {
        positions.put(i, literals.computeIfAbsent(operand, this::literal));
      } else {
        positions.put(i, new Argument.Operand(operands.size()));
        operands.add(bound(operand));
      }
    }
    Op op = node.op();
    if (operands.size() != node.operands().size()) {
      op = Ops.of(op.schema(), op.arguments().stream().map(a -> moved(a, positions)).toList());
    }
    return new Node(
        node.name(),
        op,
        operands,
        node.results().stream().map(this::bound).toList(),
        node.origin());
  }

  private static Argument moved(Argument argument, Map<Integer, Argument> positions) {
    return switch (argument) {
      case Argument.Operand(int index) -> positions.getOrDefault(index, argument);
      case Argument.ListOf(var elements) ->
          new Argument.ListOf(elements.stream().map(e -> moved(e, positions)).toList());
      case Argument.MapOf(var entries) -> {
        ImmutableMap.Builder<String, Argument> result = ImmutableMap.builder();
        entries.forEach((name, entry) -> result.put(name, moved(entry, positions)));
        yield new Argument.MapOf(result.buildOrThrow());
      }
      default -> argument;
    };
  }
}
