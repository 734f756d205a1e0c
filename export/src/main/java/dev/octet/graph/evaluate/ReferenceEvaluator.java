package dev.octet.graph.evaluate;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.kernel.Kernel;
import dev.octet.graph.evaluate.kernel.KernelArguments;
import dev.octet.graph.evaluate.kernel.KernelTable;
import dev.octet.op.Argument;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.op.UnknownOperatorException;
import dev.octet.tensor.InputException;
import dev.octet.tensor.InternalException;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;

/** Runs nodes in order, one kernel each, and frees every intermediate result after its last use. */
final class ReferenceEvaluator implements Evaluator {
  /**
   * The results of one node live in one arena, which closes when the last of them has been read: by
   * the node at this position.
   */
  private record Held(Node node, Arena arena, int lastUse) {}

  @Override
  public List<Object> run(Graph graph, List<?> inputs, Arena arena, ValueListener listener) {
    if (inputs.size() != graph.inputs().size()) {
      throw new EvaluationException(
          String.format(
              Locale.ROOT,
              "%d inputs were given, the graph takes %d",
              inputs.size(),
              graph.inputs().size()));
    }
    Map<Value, Object> environment = new HashMap<>();
    PriorityQueue<Held> held = new PriorityQueue<>(Comparator.comparingInt(Held::lastUse));
    try (Arena copies = Arena.ofConfined()) {
      for (int i = 0; i < inputs.size(); i++) {
        environment.put(graph.inputs().get(i), input(graph.inputs().get(i), inputs.get(i), copies));
      }
      Map<Value, Integer> lastUses = lastUses(graph);
      for (int i = 0; i < graph.nodes().size(); i++) {
        Node node = graph.nodes().get(i);
        if (isLeftOut(node, lastUses)) {
          continue;
        }
        Arena own = Arena.ofConfined();
        held.add(new Held(node, own, lastUse(node, lastUses, i)));
        List<Object> results = compute(node, environment, own);
        for (int r = 0; r < results.size(); r++) {
          Value value = node.results().get(r);
          environment.put(value, results.get(r));
          if (results.get(r) instanceof Tensor tensor) {
            listener.computed(value, tensor);
          }
        }
        free(held, environment, i);
      }
      return outputs(graph, environment, arena);
    } finally {
      held.forEach(results -> results.arena.close());
    }
  }

  private static Object input(Value input, Object given, Arena arena) {
    return switch (given) {
      case Tensor tensor -> tensor.contiguous(arena);
      case Long _, Double _, Boolean _ -> given;
      default -> {
        if (input.type() instanceof TensorType || input.type() instanceof SymbolType) {
          throw new EvaluationException(
              String.format(
                  Locale.ROOT,
                  "input %s is a %s, expected a Tensor, Long, Double or Boolean for %s",
                  input,
                  given.getClass().getName(),
                  input.type()));
        }
        yield given;
      }
    };
  }

  private static Map<Value, Integer> lastUses(Graph graph) {
    Map<Value, Integer> uses = new HashMap<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      for (Value operand : graph.nodes().get(i).operands()) {
        uses.put(operand, i);
      }
    }
    for (GraphOutput output : graph.outputs()) {
      if (output instanceof GraphOutput.Of(Value value)) {
        uses.put(value, Integer.MAX_VALUE);
      }
    }
    return uses;
  }

  /**
   * True of an operator of ATen that has no kernel, if nobody reads what it gives: random numbers
   * that only training wants are left in exported graphs. Operators of others may have effects.
   */
  private static boolean isLeftOut(Node node, Map<Value, Integer> lastUses) {
    OpName name = node.op().name();
    return name.namespace().equals("aten")
        && !name.base().endsWith("_")
        && !node.results().isEmpty()
        && node.results().stream().noneMatch(lastUses::containsKey)
        && KernelTable.standard().find(name).isEmpty();
  }

  private static int lastUse(Node node, Map<Value, Integer> lastUses, int self) {
    return node.results().stream()
        .mapToInt(value -> lastUses.getOrDefault(value, self))
        .max()
        .orElse(self);
  }

  private static void free(PriorityQueue<Held> held, Map<Value, Object> environment, int now) {
    for (Held next = held.peek(); next != null && next.lastUse <= now; next = held.peek()) {
      held.remove();
      next.node.results().forEach(environment::remove);
      next.arena.close();
    }
  }

  static Kernel kernel(Node node) {
    return KernelTable.standard()
        .find(node.op().name())
        .orElseThrow(() ->
            new UnknownOperatorException(
                node.op().name(),
                OpCatalog.standard().nearest(node.op().name(), 3),
                node.toString()));
  }

  private static List<Object> compute(Node node, Map<Value, Object> environment, Arena arena) {
    Kernel kernel = kernel(node);
    List<Object> operands = new ArrayList<>();
    for (Value operand : node.operands()) {
      Object value = environment.get(operand);
      if (value == null) {
        throw new EvaluationException(
            String.format(Locale.ROOT, "%s reads %s, which nothing has defined", node, operand));
      }
      operands.add(value);
    }
    Object computed;
    try (Arena scratch = Arena.ofConfined()) {
      computed = kernel.compute(new KernelArguments(node.op(), operands, arena, scratch));
    } catch (InputException e) {
      throw new EvaluationException(
          String.format(Locale.ROOT, "%s failed: %s; operands %s", node, e.getMessage(), operands),
          e);
    } catch (RuntimeException e) {
      throw new InternalException(
          String.format(Locale.ROOT, "%s failed: %s; operands %s", node, e, operands), e);
    }
    List<Object> results = new ArrayList<>();
    if (computed instanceof List<?> list) {
      results.addAll(list);
    } else {
      results.add(computed);
    }
    if (results.size() != node.results().size()) {
      throw new EvaluationException(
          String.format(
              Locale.ROOT,
              "%s gave %d results, the graph declares %d",
              node,
              results.size(),
              node.results().size()));
    }
    return results;
  }

  private static List<Object> outputs(Graph graph, Map<Value, Object> environment, Arena arena) {
    List<Object> outputs = new ArrayList<>();
    for (GraphOutput output : graph.outputs()) {
      switch (output) {
        case GraphOutput.Of(Value value) -> {
          Object result = environment.get(value);
          outputs.add(
              result instanceof Tensor tensor
                  ? tensor.copy(arena)
                  : Objects.requireNonNull(result, value::toString));
        }
        case GraphOutput.Literal(Argument argument) -> outputs.add(literal(argument));
      }
    }
    return outputs;
  }

  private static Object literal(Argument argument) {
    return switch (argument) {
      case Argument.Int(long value) -> value;
      case Argument.Float(double value) -> value;
      case Argument.Bool(boolean value) -> value;
      case Argument.Str(String value) -> value;
      case Argument.None _ -> Optional.empty();
      case Argument other ->
          throw new EvaluationException(
              "the graph returns " + other + ", which is no number, string or None");
    };
  }
}
