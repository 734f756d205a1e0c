package dev.octet.quantizer;

import dev.octet.export.Export;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Value;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Small programs for tests. */
public final class Networks {
  private Networks() {}

  /** A network whose forward is a lambda over parts that are registered with {@link #with}. */
  public static final class Net extends Module {
    private UnaryOperator<Variable> forward = x -> x;

    public <M extends Module> M with(String name, M part) {
      return add(name, part);
    }

    public Net forward(UnaryOperator<Variable> body) {
      forward = body;
      return this;
    }

    @Override
    protected Variable forward(Variable x) {
      return forward.apply(x);
    }

    @Override
    public String typeName() {
      return "test.Net";
    }
  }

  /** Captures a module for one float input. */
  public static ExportedProgram trace(Module module, long... sizes) {
    module.seed(7);
    return Export.trace(module, List.of(random(1, sizes)));
  }

  /** Normally distributed numbers. */
  public static Tensor random(long seed, long... sizes) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(sizes));
    Random random = new Random(seed);
    for (long i = 0; i < tensor.elements(); i++) {
      tensor.setDouble(i, random.nextGaussian());
    }
    return tensor;
  }

  /** An input of four by four numbers. */
  public static Value input(GraphBuilder builder, String name) {
    return builder.input(name, TensorType.of(DType.FLOAT32, 4, 4));
  }

  /** How many nodes of a graph call this operator. */
  public static long count(Graph graph, String op) {
    return graph.nodes().stream().filter(node -> node.op().name().toString().equals(op)).count();
  }

  /** The largest difference of two tensors. */
  public static double distance(Tensor expected, Tensor actual) {
    double largest = 0;
    for (long i = 0; i < expected.elements(); i++) {
      largest = Math.max(largest, Math.abs(expected.getDouble(i) - actual.getDouble(i)));
    }
    return largest;
  }
}
