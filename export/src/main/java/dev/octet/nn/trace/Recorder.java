package dev.octet.nn.trace;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.NameSupply;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.Op;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.OpSchema;
import dev.octet.op.Ops;
import dev.octet.op.ParameterType;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.op.infer.TypeInference;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Writes each operator down as a node. Values are named as PyTorch's export names them. Sizes of
 * inputs that the program asks for are read by nodes at the start of the graph, each once; other
 * symbolic numbers are computed where they are needed first. Numbers that nothing uses are left
 * out.
 */
public final class Recorder implements Session {
  private static final OpName SYM_SIZE = OpName.aten("sym_size", "int");
  private static final String SIZE_NAME = "sym_size_int";

  private final CallStack stack;
  private final NodeNames names = new NodeNames();
  private final NameSupply symbols = new NameSupply();
  private final IdentityHashMap<Object, Value> state = new IdentityHashMap<>();
  private final Set<Value> accessed = new LinkedHashSet<>();
  private final Set<Value> parameters = new HashSet<>();
  private final Set<Value> buffers = new HashSet<>();
  private final Map<Tensor, Value> constants = new LinkedHashMap<>();
  private final List<Value> userInputs = new ArrayList<>();
  private final Set<Value> known = new HashSet<>();
  private final List<Node> sizes = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<SymInt, Value> numbers = new HashMap<>();
  private final Map<SymInt, InputSize> inputSizes = new HashMap<>();
  private final SizeTracks tracks = new SizeTracks();
  private final Map<Value, Value> renamed = new HashMap<>();

  /** An open dimension of an input. */
  private record InputSize(Value input, int dimension, boolean bounded) {}

  /** With the name of every module that may be called, by identity. */
  public Recorder(IdentityHashMap<Object, ModuleName> modules) {
    this.stack = new CallStack(modules);
  }

  /** Announces a parameter or buffer; it becomes an input of the graph if something reads it. */
  public void announce(Object key, String valueName, TensorType type, boolean isParameter) {
    Value value = new Value(names.fresh(valueName), type);
    state.put(key, value);
    (isParameter ? parameters : buffers).add(value);
    known.add(value);
  }

  /** Adds an input that the caller fills. */
  public Object input(String name, TensorType type) {
    if (!names.claim(name)) {
      throw new InputException(
          "two inputs of the module are called '" + name + "'; give argumentNames() that differ");
    }
    Value value = new Value(name, type);
    userInputs.add(value);
    known.add(value);
    tracks.input(value);
    return value;
  }

  /**
   * Says which dimension of which input gives the value of a symbol.
   *
   * @param bounded whether the symbol has a greatest value
   */
  public void readSizeFrom(SymInt symbol, Object input, int dimension, boolean bounded) {
    inputSizes.put(symbol, new InputSize(value(input), dimension, bounded));
  }

  @Override
  public List<Object> call(String name, Op op, List<Object> operands) {
    List<Value> values = operands.stream().map(operand -> valueOf(operand, op)).toList();
    List<ValueType> types;
    try {
      List<ValueType> given = values.stream().map(Value::type).toList();
      types = symbols.distinct(TypeInference.standard().infer(op, given), given);
    } catch (InputException e) {
      String path = stack.path().isEmpty() ? "outermost module" : stack.path();
      List<ValueType> found = values.stream().map(Value::type).toList();
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s (%s) failed: %s; operands %s",
              op.name(),
              path,
              e.getMessage(),
              found),
          e);
    }
    Callee itself =
        new Callee(
            op.name().base(),
            op.name().target(),
            "OpOverload",
            op.name().base() + "." + op.name().overload());
    Node node = node(name, op, values, types, stack.current(itself));
    nodes.add(node);
    return List.copyOf(node.results());
  }

  private Node node(
      String name, Op op, List<Value> operands, List<ValueType> types, Origin origin) {
    boolean single =
        types.size() == 1 && op.schema().returns().stream().noneMatch(ParameterType::list);
    String nodeName = names.fresh(bare(name));
    List<Value> results = new ArrayList<>();
    for (ValueType type : types) {
      Value result = new Value(single ? nodeName : names.fresh("getitem"), type);
      results.add(result);
      known.add(result);
    }
    tracks.results(op.name().base(), operands, results);
    if (!single) {
      stack.unpacked(types.size());
    }
    return new Node(nodeName, op, operands, results, origin);
  }

  /** {@code and} for {@code __and__}. */
  private static String bare(String name) {
    return name.startsWith("__") && name.endsWith("__") && name.length() > 4
        ? name.substring(2, name.length() - 2)
        : name;
  }

  private Value valueOf(Object handle, Op op) {
    if (handle instanceof Value value && known.contains(value)) {
      return value;
    }
    if (handle instanceof Tensor tensor) {
      return constants.computeIfAbsent(tensor, this::constant);
    }
    throw new InputException(op.name() + ": " + handle + " belongs to another trace");
  }

  private Value constant(Tensor tensor) {
    Value value =
        new Value(
            names.fresh("c_" + constantName(constants.size())),
            TensorType.of(tensor.dtype(), tensor.shape()));
    known.add(value);
    return value;
  }

  private static String constantName(int index) {
    return "lifted_tensor_" + index;
  }

  @Override
  public Object state(Object key, Tensor tensor) {
    Value value = state.get(key);
    if (value == null) {
      throw new InputException(
          "a parameter or buffer was read that is no part of the traced module; register its module"
              + " with add");
    }
    accessed.add(value);
    return value;
  }

  @Override
  public ValueType typeOf(Object handle) {
    return handle instanceof Tensor tensor
        ? TensorType.of(tensor.dtype(), tensor.shape())
        : value(handle).type();
  }

  private static Value value(Object handle) {
    return (Value) handle;
  }

  @Override
  public Object size(Object handle, int dimension) {
    if (handle instanceof Tensor tensor) {
      return tensor.shape().size(dimension);
    }
    Value tensor = value(handle);
    TensorType type = tensor.tensorType();
    int index = dimension < 0 ? dimension + type.rank() : dimension;
    SymInt size = type.size(index);
    if (size.isConstant()) {
      return size.constant();
    }
    tracks.ask(tensor, index);
    Value number = numbers.get(size);
    if (number == null) {
      InputSize input = inputSizes.get(size);
      number =
          input == null
              ? sizeNode(names.fresh(SIZE_NAME), size, tensor, index, nodes)
              : sizeNode(SIZE_NAME, size, input.input, input.dimension, sizes);
    }
    tracks.answer(tensor, index, number);
    return number;
  }

  /** Nodes that read a size of an input get their names at the end. */
  private Value sizeNode(String name, SymInt size, Value tensor, int dimension, List<Node> target) {
    OpSchema schema = OpCatalog.standard().get(SYM_SIZE);
    Op op = Ops.of(schema, List.of(new Argument.Operand(0), Argument.of((long) dimension)));
    Value result = new Value(name, new SymbolType.Int(size));
    known.add(result);
    target.add(new Node(result.name(), op, List.of(tensor), List.of(result), Origin.UNKNOWN));
    numbers.put(size, result);
    return result;
  }

  @Override
  public boolean keepsWholeRange(Object handle, int dimension) {
    if (handle instanceof Tensor) {
      return false;
    }
    Value tensor = value(handle);
    SymInt size = tensor.tensorType().size(dimension);
    if (size.isConstant()) {
      return false;
    }
    tracks.ask(tensor, dimension);
    InputSize input = inputSizes.get(size);
    return input == null || !input.bounded;
  }

  @Override
  public Object arithmetic(String operator, Object left, Object right) {
    SymInt a = expression(left);
    SymInt b = expression(right);
    SymInt result =
        switch (operator) {
          case "add" -> a.add(b);
          case "sub" -> a.subtract(b);
          case "mul" -> a.multiply(b);
          case "floordiv" -> a.floorDivide(b);
          default -> throw new IllegalArgumentException("no arithmetic on sizes: " + operator);
        };
    if (result.isConstant()) {
      return result.constant();
    }
    Value cached = numbers.get(result);
    if (cached != null) {
      names.fresh(operator); // PyTorch computes it again and drops that later
      return cached;
    }
    List<Value> operands = new ArrayList<>();
    List<Argument> arguments =
        List.of(numberArgument(left, operands), numberArgument(right, operands));
    Op op = Ops.of(OpCatalog.standard().get(new OpName("_operator", operator, "")), arguments);
    Node node =
        node(
            operator,
            op,
            operands,
            List.of(new SymbolType.Int(result)),
            stack.current(Callee.operator(operator)));
    nodes.add(node);
    numbers.put(result, node.result());
    return node.result();
  }

  private static Argument numberArgument(Object handle, List<Value> operands) {
    if (handle instanceof Long number) {
      return Argument.of(number);
    }
    operands.add(value(handle));
    return new Argument.Operand(operands.size() - 1);
  }

  @Override
  public SymInt expression(Object handle) {
    if (handle instanceof Long number) {
      return SymInt.of(number);
    }
    if (value(handle).type() instanceof SymbolType.Int(SymInt expression)) {
      return expression;
    }
    throw new InputException(handle + " is no size");
  }

  @Override
  public <T> T inModule(Object module, Supplier<T> body) {
    return stack.inModule(module, body);
  }

  @Override
  public <T> T inFunction(Callee callee, Supplier<T> body) {
    return stack.inFunction(callee, body);
  }

  /**
   * A finished recording.
   *
   * @param graph its inputs are the parameters that a node reads, in the order in which the modules
   *     asked for them, then such buffers, then the constants, then the user's inputs
   * @param constants the tensors that appeared from nowhere, by the name they got, in the order of
   *     their inputs
   */
  public record Recording(Graph graph, Map<String, Tensor> constants) {}

  /** Ends the recording. A result that is a tensor from outside becomes a constant. */
  public Recording finish(List<Object> results) {
    List<GraphOutput> outputs = new ArrayList<>();
    Set<Value> read = new HashSet<>();
    for (Object result : results) {
      Value value =
          result instanceof Tensor tensor
              ? constants.computeIfAbsent(tensor, this::constant)
              : value(result);
      outputs.add(new GraphOutput.Of(value));
      read.add(value);
    }
    List<Node> all = new ArrayList<>(sizes);
    all.addAll(nodes);
    all = named(withoutUnusedNumbers(all, read));
    outputs.replaceAll(output -> new GraphOutput.Of(renamed(((GraphOutput.Of) output).value())));
    all.forEach(node -> read.addAll(node.operands()));
    List<Value> inputs = new ArrayList<>();
    for (Set<Value> group : List.of(parameters, buffers)) {
      accessed.stream().filter(group::contains).filter(read::contains).forEach(inputs::add);
    }
    inputs.addAll(constants.values());
    inputs.addAll(userInputs);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Tensor tensor : constants.keySet()) {
      tensors.put(constantName(tensors.size()), tensor);
    }
    return new Recording(new Graph(inputs, all, outputs), tensors);
  }

  private static List<Node> withoutUnusedNumbers(List<Node> nodes, Set<Value> results) {
    Set<Value> used = new HashSet<>(results);
    List<Node> kept = new ArrayList<>();
    for (Node node : nodes.reversed()) {
      boolean number = node.results().size() == 1 && node.result().type() instanceof SymbolType.Int;
      if (!number || used.contains(node.result())) {
        used.addAll(node.operands());
        kept.addFirst(node);
      }
    }
    return kept;
  }

  /** Gives the nodes that read sizes of inputs their names. */
  private List<Node> named(List<Node> nodes) {
    List<Node> result = new ArrayList<>();
    for (Node node : nodes) {
      if (sizes.contains(node)) {
        int dimension = Math.toIntExact(((Argument.Int) node.op().arguments().get(1)).value());
        String wanted = tracks.nameOf(node.operand(0), dimension);
        Value value =
            new Value(names.claim(wanted) ? wanted : names.fresh(wanted), node.result().type());
        renamed.put(node.result(), value);
        result.add(
            new Node(value.name(), node.op(), node.operands(), List.of(value), node.origin()));
      } else {
        result.add(node.withOperands(node.operands().stream().map(this::renamed).toList()));
      }
    }
    return result;
  }

  private Value renamed(Value value) {
    return renamed.getOrDefault(value, value);
  }
}
