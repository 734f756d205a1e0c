package dev.octet.graph;

import com.google.common.collect.ImmutableList;
import dev.octet.op.Argument;
import dev.octet.op.Binding;
import dev.octet.op.MemoryFormat;
import dev.octet.op.Op;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.OpSchema;
import dev.octet.op.Ops;
import dev.octet.op.ValueType;
import dev.octet.op.infer.TypeInference;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a graph node by node; see {@link Graph#build}. Names are made unique as PyTorch does:
 * {@code relu}, {@code relu_1}, …. Not thread-safe.
 */
public final class GraphBuilder {
  private final List<Value> inputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<GraphOutput> outputs = new ArrayList<>();
  private final NameSupply names;
  private final Set<String> reserved = new HashSet<>();
  private Origin origin = Origin.UNKNOWN;

  GraphBuilder() {
    this(new NameSupply());
  }

  GraphBuilder(NameSupply names) {
    this.names = names;
  }

  /** The origin of the nodes that follow. */
  public GraphBuilder at(Origin newOrigin) {
    origin = newOrigin;
    return this;
  }

  /** Adds an input; the name is made unique if it is taken. */
  public Value input(String name, ValueType type) {
    names.take(type);
    Value value = new Value(freshName(name), type);
    inputs.add(value);
    return value;
  }

  /** Adds an input that exists already, under its own name. */
  public void addInput(Value value) {
    claim(value);
    inputs.add(value);
  }

  /** Adds a node that exists already, under its own names. */
  public void add(Node node) {
    node.results().forEach(this::claim);
    names.take(node.name());
    nodes.add(node);
  }

  /** Reserves names that a part of the graph still to be added will use. */
  public void reserve(Collection<String> taken) {
    names.takeAll(taken);
    reserved.addAll(taken);
  }

  private void claim(Value value) {
    if (!names.take(value) && !reserved.remove(value.name())) {
      throw new InputException("the name " + value + " is used twice in one graph");
    }
  }

  /**
   * Calls an operator with positional arguments and returns its only result. Arguments are {@link
   * Value}, {@code Long}, {@code Integer}, {@code Double}, {@code Boolean}, {@code String}, {@link
   * DType}, {@link MemoryFormat}, {@code null} for None, a {@link Argument} literal, or a {@code
   * List} of these; parameters left out take their defaults.
   */
  public Value call(OpName name, @Nullable Object... arguments) {
    return node(name, Arrays.asList(arguments), Map.of()).result();
  }

  /** Calls an operator with positional and named arguments; see {@link #call}. */
  public Node node(
      OpName name,
      List<? extends @Nullable Object> positional,
      Map<String, ? extends @Nullable Object> named) {
    OpSchema schema = OpCatalog.standard().get(name);
    List<Value> operands = new ArrayList<>();
    List<Argument> literals = new ArrayList<>();
    for (Object argument : positional) {
      literals.add(argument(argument, operands));
    }
    Map<String, Argument> namedLiterals = new LinkedHashMap<>();
    // In the order of the schema, so that operands stand in the order of the arguments.
    named.keySet().stream()
        .sorted(Comparator.comparingInt(schema::position))
        .forEach(key -> namedLiterals.put(key, argument(named.get(key), operands)));
    Op op = Ops.of(schema, Binding.bind(schema, literals, namedLiterals));
    return node(op, operands);
  }

  /**
   * Applies an operator to operands; result types are inferred and names made from the operator's.
   */
  public Node node(Op op, List<Value> operands) {
    List<ValueType> given = operands.stream().map(Value::type).toList();
    List<ValueType> types = TypeInference.standard().infer(op, given);
    return node(op, operands, names.distinct(types, given));
  }

  /** Applies an operator to operands with given result types. */
  public Node node(Op op, List<Value> operands, List<ValueType> types) {
    String base = op.name().base();
    String name =
        freshName(
            base.endsWith("_") && base.length() > 1 ? base.substring(0, base.length() - 1) : base);
    types.forEach(names::take);
    List<Value> results = new ArrayList<>();
    if (types.size() == 1) {
      results.add(new Value(name, types.get(0)));
    } else {
      for (ValueType type : types) {
        results.add(new Value(freshName("getitem"), type));
      }
    }
    Node node = new Node(name, op, operands, results, origin);
    nodes.add(node);
    return node;
  }

  private static Argument argument(@Nullable Object value, List<Value> operands) {
    return switch (value) {
      case null -> Argument.NONE;
      case Argument literal -> literal;
      case Value operand -> {
        operands.add(operand);
        yield new Argument.Operand(operands.size() - 1);
      }
      case Integer number -> Argument.of((long) number);
      case Long number -> Argument.of(number);
      case Double number -> Argument.of(number);
      case Float number -> Argument.of((double) number);
      case Boolean flag -> Argument.of(flag);
      case String text -> Argument.of(text);
      case DType type -> new Argument.Type(type);
      case MemoryFormat format -> new Argument.Format(format);
      case List<?> list -> {
        List<Argument> elements = new ArrayList<>();
        list.forEach(element -> elements.add(argument(element, operands)));
        yield new Argument.ListOf(elements);
      }
      default ->
          throw new IllegalArgumentException(
              "not an argument: " + value + " (" + value.getClass().getName() + ")");
    };
  }

  public void output(Value value) {
    outputs.add(new GraphOutput.Of(value));
  }

  public void output(GraphOutput value) {
    outputs.add(value);
  }

  /** The nodes so far. */
  public ImmutableList<Node> nodes() {
    return ImmutableList.copyOf(nodes);
  }

  /** A name that no value of this graph has: the base itself, else with a number behind it. */
  public String freshName(String base) {
    return names.fresh(base);
  }

  Graph finish() {
    return new Graph(inputs, nodes, outputs);
  }
}
