package dev.octet.lowering.codegen;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.Storage;
import dev.octet.lowering.codegen.reader.BodyReader;
import dev.octet.lowering.codegen.reader.DeclinedException;
import dev.octet.lowering.codegen.reader.Domain;
import dev.octet.lowering.codegen.reader.Operators;
import dev.octet.op.TensorType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compiles a body of pointwise, view, reduction and pooling operators to one kernel of generated
 * bytecode. Thread-safe.
 */
public final class LoopCompiler {
  private LoopCompiler() {}

  /** Why a node cannot be part of a generated kernel; empty if it can. */
  public static Optional<String> declines(Node node) {
    if (!Operators.know(node.op().name())) {
      return Optional.of("no generated code for " + node.op().name());
    }
    List<Value> all = new ArrayList<>(node.operands());
    all.addAll(node.results());
    for (Value value : all) {
      if (!(value.type() instanceof TensorType type)) {
        return Optional.of(value + " is no tensor");
      }
      if (!type.isStatic()) {
        return Optional.of("the shape of " + value + " is not known");
      }
      if (type.shape().elements() == 0) {
        return Optional.of(value + " has no elements");
      }
      if (type.shape().elements() > Integer.MAX_VALUE) {
        return Optional.of(value + " has more than 2^31 elements");
      }
    }
    try {
      elements(new ExprPool(), List.of(node));
      return Optional.empty();
    } catch (DeclinedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InputException e) {
      // An argument of a kind that the reader does not take.
      return Optional.of("no generated code for these arguments: " + e.getMessage());
    }
  }

  /**
   * What an element of each result of some nodes is.
   *
   * @param nodes in an order in which they can run
   */
  static List<Expr> elements(ExprPool pool, List<Node> nodes) {
    Map<Value, BodyReader.Source> sources = new LinkedHashMap<>();
    Set<Value> made = new HashSet<>();
    nodes.forEach(node -> made.addAll(node.results()));
    BodyReader[] reader = new BodyReader[1];
    for (Node node : nodes) {
      for (Value operand : node.operands()) {
        if (made.contains(operand) || sources.containsKey(operand)) {
          continue;
        }
        Shape shape = operand.tensorType().shape();
        Buffer buffer =
            new Buffer(Buffer.Kind.INPUT, sources.size(), Storage.of(operand.tensorType().dtype()));
        sources.put(
            operand,
            index ->
                reader[0]
                    .conversions()
                    .decode(
                        pool.load(buffer, linear(index, shape.contiguousStrides())),
                        operand.tensorType().dtype()));
      }
    }
    Graph body = new Graph(List.copyOf(sources.keySet()), nodes, List.of());
    reader[0] = new BodyReader(pool, body, sources);
    List<Expr> elements = new ArrayList<>();
    for (Node node : nodes) {
      for (Value result : node.results()) {
        elements.add(reader[0].read(result, Domain.over(pool, BodyReader.shape(result)).index()));
      }
    }
    return elements;
  }

  static Affine linear(List<Affine> index, long[] strides) {
    Affine sum = Affine.ZERO;
    for (int d = 0; d < strides.length; d++) {
      sum = sum.plus(index.get(d), strides[d]);
    }
    return sum;
  }

  /**
   * Compiles a body. With vectors the kernel starts with scalar code, which is quick sooner, and
   * changes to vectors when the JIT compiler has dealt with them; the results are the same bits.
   *
   * @param name what the kernel is called in listings
   * @param body a graph whose values are all tensors of static shape; every node must be one that
   *     {@link #declines} does not decline
   * @param constants values whose elements are known: inputs of the body, or values that its nodes
   *     read although nothing in it defines them; the tensors are copied
   * @param inputStrides in elements, for every input of the body that is not among the constants
   * @param outputStrides in elements, for every output
   * @throws InputException naming the node or the input that does not fit
   */
  public static LoopKernel compile(
      String name,
      Graph body,
      Map<Value, Tensor> constants,
      List<long[]> inputStrides,
      List<long[]> outputStrides,
      LoopOptions options) {
    return compile(
        name,
        body,
        constants,
        inputStrides,
        outputStrides,
        options.vectors() ? Start.SCALAR_FIRST : Start.SCALAR);
  }

  static LoopKernel compile(
      String name,
      Graph body,
      Map<Value, Tensor> constants,
      List<long[]> inputStrides,
      List<long[]> outputStrides,
      Start start) {
    LoopBody loops = loops(name, body, constants, inputStrides, outputStrides, LoopOptions.lanes());
    return new CompiledLoops(loops, start);
  }

  /**
   * The loops of a body, before any code is printed.
   *
   * @param lanes of a vector; 0 for no vectors
   */
  static LoopBody loops(
      String name,
      Graph body,
      Map<Value, Tensor> constants,
      List<long[]> inputStrides,
      List<long[]> outputStrides,
      int lanes) {
    for (Node node : body.nodes()) {
      Optional<String> reason = declines(node);
      if (reason.isPresent()) {
        throw new InputException(
            String.format(
                Locale.ROOT, "kernel %s: %s cannot be compiled: %s", name, node, reason.get()));
      }
    }
    List<Value> outputs = new ArrayList<>();
    for (GraphOutput output : body.outputs()) {
      if (!(output instanceof GraphOutput.Of(Value value))) {
        throw new InputException("kernel " + name + ": an output is no tensor");
      }
      outputs.add(value);
    }
    List<Value> inputs =
        body.inputs().stream().filter(input -> !constants.containsKey(input)).toList();
    if (inputs.size() != inputStrides.size() || outputs.size() != outputStrides.size()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "kernel %s: layouts of %d inputs and %d outputs were given, expected %d and %d",
              name,
              inputStrides.size(),
              outputStrides.size(),
              inputs.size(),
              outputs.size()));
    }
    BodyCompiler compiler = new BodyCompiler(name, body, lanes);
    constants.forEach(compiler::constant);
    for (int i = 0; i < inputs.size(); i++) {
      compiler.input(inputs.get(i), inputStrides.get(i));
    }
    for (int i = 0; i < outputs.size(); i++) {
      compiler.output(outputs.get(i), outputStrides.get(i));
    }
    return compiler.compile();
  }
}
