package dev.octet.lowering;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.text.GraphText;
import dev.octet.op.AtenOps;
import dev.octet.op.QuantizedOps;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import dev.octet.program.ProgramMetadata;
import dev.octet.program.TreeSpec;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;

/** A small program under construction: operators called one by one, with random constants. */
public final class ProgramSketch {
  private record Given(Value value, InputSpec spec) {}

  private final GraphBuilder builder;
  private final Random random;
  private final List<Given> given = new ArrayList<>();
  private final Map<String, Tensor> state = new LinkedHashMap<>();

  private ProgramSketch(GraphBuilder builder, Random random) {
    this.builder = builder;
    this.random = random;
  }

  /** What a test draws. */
  public interface Drawing {
    List<Value> draw(ProgramSketch sketch);
  }

  public static ExportedProgram of(long seed, Drawing drawing) {
    List<ProgramSketch> made = new ArrayList<>();
    List<Value> outputs = new ArrayList<>();
    Graph graph =
        Graph.build(builder -> {
          ProgramSketch sketch = new ProgramSketch(builder, new Random(seed));
          made.add(sketch);
          outputs.addAll(drawing.draw(sketch));
          outputs.forEach(builder::output);
        });
    ProgramSketch sketch = made.getFirst();
    List<InputSpec> specs = sketch.given.stream().map(Given::spec).toList();
    return program(graph, specs, sketch.state);
  }

  /** The program of a graph in text form, whose inputs are all the caller's. */
  public static ExportedProgram parsed(String text) {
    Graph graph = GraphText.parse(text);
    List<InputSpec> specs =
        graph.inputs().stream().<InputSpec>map(_ -> new InputSpec.User()).toList();
    return program(graph, specs, Map.of());
  }

  private static ExportedProgram program(
      Graph graph, List<InputSpec> specs, Map<String, Tensor> state) {
    List<OutputSpec> results =
        graph.outputs().stream().<OutputSpec>map(_ -> new OutputSpec.User()).toList();
    long users = specs.stream().filter(InputSpec.User.class::isInstance).count();
    return new ExportedProgram(
        graph,
        ImmutableList.copyOf(specs),
        ImmutableList.copyOf(results),
        ImmutableMap.copyOf(state),
        ImmutableMap.of(),
        TreeSpec.positional((int) users),
        TreeSpec.tuple(List.of(TreeSpec.LEAF)),
        ProgramMetadata.traced(ImmutableList.of(), ImmutableList.of()));
  }

  public GraphBuilder at() {
    return builder;
  }

  Random random() {
    return random;
  }

  public Value input(DType dtype, long... sizes) {
    Value value = builder.input("x" + given.size(), TensorType.of(dtype, sizes));
    given.add(new Given(value, new InputSpec.User()));
    return value;
  }

  public Value input(TensorType type) {
    Value value = builder.input("x" + given.size(), type);
    given.add(new Given(value, new InputSpec.User()));
    return value;
  }

  public Value constant(Tensor tensor) {
    String name = "c" + given.size();
    Value value = builder.input(name, TensorType.of(tensor.dtype(), tensor.shape()));
    given.add(new Given(value, new InputSpec.Parameter(name)));
    state.put(name, tensor);
    return value;
  }

  /** Normally distributed numbers. */
  public Value weights(long... sizes) {
    return constant(normal(random, Shape.of(sizes)));
  }

  /** Normally distributed numbers of another deviation. */
  Value scaledWeights(double deviation, long... sizes) {
    Tensor tensor = normal(random, Shape.of(sizes));
    for (long i = 0; i < tensor.elements(); i++) {
      tensor.setDouble(i, tensor.getDouble(i) * deviation);
    }
    return constant(tensor);
  }

  static Tensor normal(Random random, Shape shape) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, shape);
    for (long i = 0; i < shape.elements(); i++) {
      tensor.setDouble(i, random.nextGaussian());
    }
    return tensor;
  }

  /** Integers in all their range, and what stands for them; one scale for each output channel. */
  public Value int8Weights(boolean perChannel, int most, long... sizes) {
    return int8Weights(perChannel ? OptionalInt.of(0) : OptionalInt.empty(), most, sizes);
  }

  /** The same, with scales along an axis, or one for all. */
  Value int8Weights(OptionalInt axis, int most, long... sizes) {
    Shape shape = Shape.of(sizes);
    Tensor bytes = Tensor.allocate(DType.INT8, shape);
    for (long i = 0; i < shape.elements(); i++) {
      bytes.setLong(i, random.nextInt(2 * most + 1) - most);
    }
    Value stored = constant(bytes);
    if (axis.isEmpty()) {
      return builder.call(
          QuantizedOps.DEQUANTIZE_PER_TENSOR,
          stored,
          0.01 + 0.02 * random.nextDouble(),
          0L,
          -127L,
          127L,
          DType.INT8);
    }
    long channels = sizes[axis.getAsInt()];
    Tensor scales = Tensor.allocate(DType.FLOAT32, Shape.of(channels));
    for (long i = 0; i < channels; i++) {
      scales.setDouble(i, 0.01 + 0.02 * random.nextDouble());
    }
    Tensor zeros = Tensor.allocate(DType.INT64, Shape.of(channels));
    return builder.call(
        QuantizedOps.DEQUANTIZE_PER_CHANNEL,
        stored,
        constant(scales),
        constant(zeros),
        axis.getAsInt(),
        -127L,
        127L,
        DType.INT8);
  }

  /**
   * One scale and zero point for a tensor.
   *
   * @param max the largest integer; smaller than the type's for a reduced range
   */
  public record Grid(DType dtype, double scale, long zeroPoint, long min, long max) {
    static Grid random(Random random, double reach, boolean reduced) {
      boolean unsigned = random.nextBoolean();
      long min = unsigned ? 0 : reduced ? -64 : -128;
      long max = unsigned ? reduced ? 127 : 255 : reduced ? 63 : 127;
      double scale = 2 * reach / (max - min) * (0.7 + 0.6 * random.nextDouble());
      long zero = min + random.nextInt((int) (max - min) + 1);
      return new Grid(unsigned ? DType.UINT8 : DType.INT8, scale, zero, min, max);
    }
  }

  public Value quantize(Value value, Grid grid) {
    return builder.call(
        QuantizedOps.QUANTIZE_PER_TENSOR,
        value,
        grid.scale,
        grid.zeroPoint,
        grid.min,
        grid.max,
        grid.dtype);
  }

  public Value dequantize(Value value, Grid grid) {
    return builder.call(
        QuantizedOps.DEQUANTIZE_PER_TENSOR,
        value,
        grid.scale,
        grid.zeroPoint,
        grid.min,
        grid.max,
        grid.dtype);
  }

  /** As a number that unsigned integers stand for, by a scale that each run chooses. */
  public Value dynamicallyRounded(Value value) {
    Node chosen =
        builder.node(
            QuantizedOps.CHOOSE_QPARAMS, List.of(value, 0L, 255L, 0x1p-12, DType.UINT8), Map.of());
    List<Object> parameters =
        List.of(chosen.results().get(0), chosen.results().get(1), 0L, 255L, DType.UINT8);
    List<Object> quantize = new ArrayList<>(List.of(value));
    quantize.addAll(parameters);
    Value integers =
        builder.node(QuantizedOps.QUANTIZE_PER_TENSOR_TENSOR, quantize, Map.of()).result();
    List<Object> dequantize = new ArrayList<>(List.of(integers));
    dequantize.addAll(parameters);
    return builder.node(QuantizedOps.DEQUANTIZE_PER_TENSOR_TENSOR, dequantize, Map.of()).result();
  }

  /** As unsigned integers, by a scale and a zero point that the caller gives in each run. */
  public Value quantizedAsGiven(Value value) {
    return builder.call(
        QuantizedOps.QUANTIZE_PER_TENSOR_TENSOR,
        value,
        input(DType.FLOAT64, 1),
        input(DType.INT64, 1),
        0L,
        255L,
        DType.UINT8);
  }

  static Value tanhGelu(GraphBuilder builder, Value value) {
    return builder.node(AtenOps.GELU, List.of(value), Map.of("approximate", "tanh")).result();
  }

  /** As a number that integers stand for. */
  public Value rounded(Value value, Grid grid) {
    return dequantize(quantize(value, grid), grid);
  }
}
