package dev.octet.nn.trace;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
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
 * symbolic numbers are computed where they are needed first.
 */
public final class Recorder implements Session {
  private static final OpName SYM_SIZE = OpName.aten("sym_size", "int");

  private final CallStack stack;
  private final NodeNames names = new NodeNames();
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
    return value;
  }

  @Override
  public List<Object> call(String name, Op op, List<Object> operands) {
    List<Value> values = operands.stream().map(operand -> valueOf(operand, op)).toList();
    List<ValueType> types;
    try {
      types = TypeInference.standard().infer(op, values.stream().map(Value::type).toList());
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
    Value number = numbers.get(size);
    return number == null ? read(size, tensor, index) : number;
  }

  private Value read(SymInt size, Value tensor, int dimension) {
    for (Value input : userInputs) {
      int position = input.type() instanceof TensorType type ? type.sizes().indexOf(size) : -1;
      if (position >= 0) {
        return sizeNode(size, input, position, sizes);
      }
    }
    return sizeNode(size, tensor, dimension, nodes);
  }

  private Value sizeNode(SymInt size, Value tensor, int dimension, List<Node> target) {
    OpSchema schema = OpCatalog.standard().get(SYM_SIZE);
    Op op = Ops.of(schema, List.of(new Argument.Operand(0), Argument.of((long) dimension)));
    Node node =
        node(
            "sym_size_int", op, List.of(tensor), List.of(new SymbolType.Int(size)), Origin.UNKNOWN);
    target.add(node);
    numbers.put(size, node.result());
    return node.result();
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
}
