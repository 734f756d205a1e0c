package dev.octet.testkit;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.Binding;
import dev.octet.op.Op;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.OpSchema;
import dev.octet.op.Ops;
import dev.octet.op.Parameter;
import dev.octet.op.ParameterType;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Random graphs; the same seed gives the same graph. */
public final class RandomGraphs {
  private static final ImmutableList<OpSchema> SCHEMAS =
      ImmutableList.copyOf(OpCatalog.standard().all());
  private static final int INPUTS = 4;

  private final RandomGenerator random;
  private final RandomLiterals literals;

  private RandomGraphs(long seed) {
    this.random = new Random(seed);
    this.literals = new RandomLiterals(random);
  }

  /**
   * A graph of arbitrary operators of the catalogue, and unknown ones, with arguments of every kind
   * and origins; arguments have the kinds that schemas ask for, types are arbitrary and the graph
   * computes nothing sensible. For what must hold of any graph.
   */
  public static Graph anything(long seed) {
    return new RandomGraphs(seed).anything(1 + (int) Math.floorMod(seed, 40L), 2);
  }

  /**
   * A graph with correct types that can be evaluated: pointwise operators, transposes, flattening
   * and matrix products over {@code f32[4, 4]}.
   */
  public static Graph wellTyped(long seed, int nodes) {
    return new RandomGraphs(seed).wellTyped(nodes);
  }

  private Graph anything(int nodes, int depth) {
    return Graph.build(b -> {
      List<Value> values = new ArrayList<>();
      for (int i = random.nextInt(INPUTS) + 1; i > 0; i--) {
        values.add(
            b.input(
                literals.oneOf(List.of("x", "p_conv_weight", "odd name", "7")),
                literals.tensorType()));
      }
      for (int i = 0; i < nodes; i++) {
        b.at(random.nextInt(3) == 0 ? Origin.UNKNOWN : origin());
        Node node = random.nextInt(5) == 0 ? unknown(b, values, depth) : known(b, values);
        values.addAll(node.results());
      }
      for (int i = random.nextInt(4); i > 0; i--) {
        b.output(
            random.nextInt(4) == 0
                ? new GraphOutput.Literal(literals.any(2))
                : new GraphOutput.Of(literals.oneOf(values)));
      }
    });
  }

  private Node known(GraphBuilder b, List<Value> values) {
    OpSchema schema = literals.oneOf(SCHEMAS);
    List<Value> operands = new ArrayList<>();
    Map<String, Argument> named = new LinkedHashMap<>();
    for (Parameter parameter : schema.parameters()) {
      if (parameter.defaultValue().isEmpty() || random.nextInt(3) == 0) {
        named.put(parameter.name(), argument(parameter.type(), values, operands));
      }
    }
    List<ValueType> types = new ArrayList<>();
    for (ParameterType result : schema.returns()) {
      for (int i = result.list() ? random.nextInt(4) : 1; i > 0; i--) {
        types.add(literals.type());
      }
    }
    return b.node(Ops.of(schema, Binding.bind(schema, List.of(), named)), operands, types);
  }

  private Argument argument(ParameterType type, List<Value> values, List<Value> operands) {
    if (type.optional() && random.nextInt(3) == 0) {
      return Argument.NONE;
    }
    if (type.list()) {
      List<Argument> elements = new ArrayList<>();
      int length = type.length().isPresent() ? type.length().getAsInt() : random.nextInt(4);
      for (int i = 0; i < length; i++) {
        boolean none = type.optionalElement() && random.nextBoolean();
        elements.add(none ? Argument.NONE : element(type.kind(), values, operands));
      }
      return new Argument.ListOf(elements);
    }
    return element(type.kind(), values, operands);
  }

  private Argument element(ParameterType.Kind kind, List<Value> values, List<Value> operands) {
    return switch (kind) {
      case TENSOR -> operand(values, operands);
      case SYM_INT, SYM_FLOAT, SYM_BOOL ->
          random.nextInt(3) == 0 ? operand(values, operands) : Argument.of(literals.integer());
      case INT -> Argument.of(literals.integer());
      case FLOAT -> Argument.of(literals.number());
      case SCALAR ->
          random.nextBoolean() ? Argument.of(literals.integer()) : Argument.of(literals.number());
      case BOOL -> Argument.of(random.nextBoolean());
      case STRING -> Argument.of(literals.text());
      case DTYPE -> new Argument.Type(literals.dtype());
      case LAYOUT -> literals.layout();
      case DEVICE -> literals.device();
      case MEMORY_FORMAT -> literals.format();
      case GENERATOR -> Argument.NONE;
      case ANY -> literals.any(2);
    };
  }

  private Argument operand(List<Value> values, List<Value> operands) {
    operands.add(literals.oneOf(values));
    return new Argument.Operand(operands.size() - 1);
  }

  private Node unknown(GraphBuilder b, List<Value> values, int depth) {
    List<Value> operands = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Argument> arguments = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      names.add(
          literals.oneOf(List.of("", "", "input", "odd name")) + (names.size() % 2 == 0 ? "" : i));
      arguments.add(
          switch (random.nextInt(depth > 0 ? 4 : 3)) {
            case 0 -> operand(values, operands);
            case 1 -> new Argument.ListOf(List.of(operand(values, operands), Argument.NONE));
            case 2 -> literals.any(2);
            default -> new Argument.Subgraph("true_graph_" + i, anything(2, depth - 1));
          });
    }
    if (random.nextInt(4) == 0) {
      // Operands out of the order of the arguments, and one that no argument names.
      operands.add(literals.oneOf(values));
      java.util.Collections.shuffle(operands, Random.from(random));
    }
    OpName name =
        literals.oneOf(
            List.of(
                new OpName("higher_order", "cond", ""),
                new OpName("my", "op", "v2"),
                new OpName("#", "ns:op", ""),
                new OpName("", "lone", ""),
                new OpName("strange name", "base", "over load"),
                OpName.aten("relu", "default")));
    List<ValueType> types = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      types.add(literals.type());
    }
    Op op = Ops.of(OpSchema.unknown(name, names), arguments);
    return b.node(op, operands, types);
  }

  private Origin origin() {
    ImmutableList.Builder<Origin.ModuleFrame> modules = ImmutableList.builder();
    for (int i = random.nextInt(4); i > 0; i--) {
      modules.add(
          new Origin.ModuleFrame(
              "L__self___" + i,
              "layer" + i + "." + random.nextInt(2),
              "torch.nn.modules.conv.Conv2d"));
    }
    return new Origin(
        modules.build(),
        random.nextBoolean()
            ? ImmutableList.of(new Origin.SourceFunction("conv_1", literals.text()))
            : ImmutableList.of(),
        random.nextBoolean()
            ? Optional.of(new Origin.TorchFunction("conv2d_1", literals.text()))
            : Optional.empty(),
        random.nextBoolean()
            ? Optional.of(
                "File \"model.py\", line " + random.nextInt(9) + ", in forward\n    x = f(x)\n")
            : Optional.empty(),
        random.nextInt(4) == 0 ? Optional.of("{\"key\": 1}") : Optional.empty());
  }

  private Graph wellTyped(int nodes) {
    TensorType type = TensorType.of(DType.FLOAT32, 4, 4);
    List<OpName> unary =
        List.of(
            OpName.aten("relu", "default"),
            OpName.aten("sigmoid", "default"),
            OpName.aten("tanh", "default"),
            OpName.aten("t", "default"));
    List<OpName> binary =
        List.of(
            OpName.aten("add", "Tensor"),
            OpName.aten("mul", "Tensor"),
            OpName.aten("matmul", "default"),
            OpName.aten("sub", "Tensor"));
    return Graph.build(b -> {
      List<Value> values = new ArrayList<>(List.of(b.input("x", type), b.input("y", type)));
      for (int i = 0; i < nodes; i++) {
        boolean two = random.nextBoolean();
        OpSchema schema = OpCatalog.standard().get(literals.oneOf(two ? binary : unary));
        List<Argument> arguments =
            two
                ? List.of(new Argument.Operand(0), new Argument.Operand(1))
                : List.of(new Argument.Operand(0));
        List<Value> operands =
            two
                ? List.of(literals.oneOf(values), literals.oneOf(values))
                : List.of(literals.oneOf(values));
        b.at(origin());
        values.add(
            b.node(
                    Ops.of(schema, Binding.bind(schema, arguments, Map.of())),
                    operands,
                    List.of(type))
                .result());
      }
      b.output(values.getLast());
      b.output(literals.oneOf(values));
    });
  }
}
