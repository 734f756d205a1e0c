package dev.octet.agreement.compiled;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.OpName;
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
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A program under construction: operators called one by one, with random constants. */
final class Sketch {
  /** The standard deviation of integers that are equally likely from -127 to 127. */
  private static final double SPREAD = 73.6;

  private final GraphBuilder builder;
  private final Random random;
  private final Numbers numbers;
  private final List<InputSpec> inputs = new ArrayList<>();
  private final Map<String, Tensor> state = new LinkedHashMap<>();
  private final Set<String> together = new LinkedHashSet<>();
  private boolean integers;

  private Sketch(GraphBuilder builder, Random random, Numbers numbers) {
    this.builder = builder;
    this.random = random;
    this.numbers = numbers;
  }

  /**
   * What came of it.
   *
   * @param together names of nodes that are to be one kernel
   * @param integers whether all products are of integers
   */
  record Drawn(ExportedProgram program, ImmutableSet<String> together, boolean integers) {}

  static Drawn of(Random random, Numbers numbers, Function<Sketch, List<Value>> drawing) {
    List<Sketch> made = new ArrayList<>();
    List<Value> outputs = new ArrayList<>();
    Graph graph =
        Graph.build(builder -> {
          Sketch sketch = new Sketch(builder, random, numbers);
          made.add(sketch);
          outputs.addAll(drawing.apply(sketch));
          outputs.forEach(builder::output);
        });
    return made.getFirst().finish(graph, outputs.size());
  }

  private Drawn finish(Graph graph, int outputs) {
    long users = inputs.stream().filter(InputSpec.User.class::isInstance).count();
    List<OutputSpec> results = new ArrayList<>();
    List<TreeSpec> leaves = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      results.add(new OutputSpec.User());
      leaves.add(TreeSpec.LEAF);
    }
    ExportedProgram program =
        new ExportedProgram(
            graph,
            ImmutableList.copyOf(inputs),
            ImmutableList.copyOf(results),
            ImmutableMap.copyOf(state),
            ImmutableMap.of(),
            TreeSpec.positional((int) users),
            TreeSpec.tuple(leaves),
            ProgramMetadata.traced(ImmutableList.of(), ImmutableList.of()));
    return new Drawn(program, ImmutableSet.copyOf(together), integers);
  }

  Random random() {
    return random;
  }

  Numbers numbers() {
    return numbers;
  }

  /** One of these. */
  long pick(long... choices) {
    return choices[random.nextInt(choices.length)];
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** A float32 tensor that the caller gives. */
  Value input(long... sizes) {
    return input(TensorType.of(DType.FLOAT32, sizes));
  }

  Value input(TensorType type) {
    inputs.add(new InputSpec.User());
    return builder.input("x" + inputs.size(), type);
  }

  /**
   * A float32 tensor that the caller gives, in the program's numbers: see {@link #rounded}. Some
   * are a part of a larger one, some have their dimensions in another order than memory, as chunks
   * and the heads of projections do.
   */
  Value given(long... sizes) {
    return given(this::rounded, sizes);
  }

  /** As {@link #given(long...)}, with the numbers that {@code rounding} makes of it. */
  Value given(UnaryOperator<Value> rounding, long... sizes) {
    if (numbers == Numbers.DYNAMIC || chance(0.6)) {
      return rounding.apply(input(sizes));
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, sizes.length).boxed().toList());
    if (chance(0.6)) {
      Collections.shuffle(order, random);
    }
    long[] stored = new long[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      stored[i] = sizes[order.get(i)] + (chance(0.3) ? pick(1, 2, 5) : 0);
    }
    Value value = rounding.apply(input(stored));
    for (int i = 0; i < sizes.length; i++) {
      long size = sizes[order.get(i)];
      long start = random.nextInt((int) (stored[i] - size) + 1);
      if (stored[i] != size) {
        value = call("aten.slice.Tensor", value, (long) i, start, start + size, 1L);
      }
    }
    List<Long> places =
        IntStream.range(0, sizes.length).mapToObj(d -> (long) order.indexOf(d)).toList();
    return call("aten.permute.default", value, places);
  }

  private Value constant(Tensor tensor) {
    String name = "c" + inputs.size();
    inputs.add(new InputSpec.Parameter(name));
    state.put(name, tensor);
    return builder.input(name, TensorType.of(tensor.dtype(), tensor.shape()));
  }

  /** Normally distributed constants. */
  Value constants(long... sizes) {
    return constants(1, sizes);
  }

  private Value constants(double deviation, long... sizes) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(sizes));
    for (long i = 0; i < tensor.elements(); i++) {
      tensor.setDouble(i, deviation * random.nextGaussian());
    }
    return constant(tensor);
  }

  /** A constant weight whose output channels are dimension 0. */
  Value weight(long summands, long... sizes) {
    return weightAlong(0, summands, sizes);
  }

  /**
   * A constant weight, of integers if the program is quantized, perhaps with a scale for each
   * output channel. Sums of so many products come out near the size of what is multiplied, so that
   * no function behind them magnifies what the order of summation changes.
   *
   * @param channels the dimension of the output channels
   */
  Value weightAlong(int channels, long summands, long... sizes) {
    double size = 1 / Math.sqrt((double) summands);
    if (!numbers.isQuantized()) {
      return constants(size, sizes);
    }
    Tensor bytes = Tensor.allocate(DType.INT8, Shape.of(sizes));
    for (long i = 0; i < bytes.elements(); i++) {
      bytes.setLong(i, random.nextInt(255) - 127);
    }
    Value stored = constant(bytes);
    if (chance(0.4)) {
      return builder.call(
          QuantizedOps.DEQUANTIZE_PER_TENSOR, stored, scale(size), 0L, -127L, 127L, DType.INT8);
    }
    Tensor scales = Tensor.allocate(DType.FLOAT32, Shape.of(sizes[channels]));
    for (long i = 0; i < sizes[channels]; i++) {
      scales.setDouble(i, scale(size));
    }
    return builder.call(
        QuantizedOps.DEQUANTIZE_PER_CHANNEL,
        stored,
        constant(scales),
        constant(Tensor.allocate(DType.INT64, Shape.of(sizes[channels]))),
        (long) channels,
        -127L,
        127L,
        DType.INT8);
  }

  private double scale(double size) {
    return size / SPREAD * (0.5 + random.nextDouble());
  }

  /** Calls an operator by its full name. */
  Value call(String operator, @Nullable Object... arguments) {
    return builder.call(OpName.parse(operator), arguments);
  }

  /** As {@link #call}, for an operator that ends with one keyword argument. */
  Value callNamed(String operator, String keyword, Object last, @Nullable Object... arguments) {
    return builder
        .node(OpName.parse(operator), Arrays.asList(arguments), Map.of(keyword, last))
        .result();
  }

  /** As {@link #call}, for operators with many results. */
  List<Value> callMany(String operator, @Nullable Object... arguments) {
    return builder.node(OpName.parse(operator), Arrays.asList(arguments), Map.of()).results();
  }

  /** Says that the nodes that give these values are to be one kernel. */
  void together(Value... values) {
    for (Value value : values) {
      together.add(value.name());
    }
  }

  /** Says that all products of the program are to be of integers. */
  void integers() {
    integers = true;
  }

  Grid grid(double reach) {
    return Grid.random(random, numbers, reach);
  }

  Value quantize(Value value, Grid grid) {
    return builder.call(
        QuantizedOps.QUANTIZE_PER_TENSOR,
        value,
        grid.scale(),
        grid.zeroPoint(),
        grid.min(),
        grid.max(),
        grid.dtype());
  }

  Value dequantize(Value value, Grid grid) {
    return builder.call(
        QuantizedOps.DEQUANTIZE_PER_TENSOR,
        value,
        grid.scale(),
        grid.zeroPoint(),
        grid.min(),
        grid.max(),
        grid.dtype());
  }

  /** What the program's numbers make of a value: rounded to integers, or the same. */
  Value rounded(Value value) {
    return switch (numbers) {
      case FLOAT, BFLOAT16 -> value;
      case DYNAMIC -> dynamicallyRounded(value);
      case UNSIGNED, SIGNED, WHOLE_RANGE, MIXED -> rounded(value, grid(3));
    };
  }

  Value rounded(Value value, Grid grid) {
    return dequantize(quantize(value, grid), grid);
  }

  private Value dynamicallyRounded(Value value) {
    Node chosen =
        builder.node(
            QuantizedOps.CHOOSE_QPARAMS, List.of(value, 0L, 255L, 0x1p-12, DType.UINT8), Map.of());
    List<Object> parameters =
        List.of(chosen.results().get(0), chosen.results().get(1), 0L, 255L, DType.UINT8);
    return nodeOf(
        QuantizedOps.DEQUANTIZE_PER_TENSOR_TENSOR,
        nodeOf(QuantizedOps.QUANTIZE_PER_TENSOR_TENSOR, value, parameters),
        parameters);
  }

  private Value nodeOf(OpName operator, Value value, List<Object> parameters) {
    List<Object> arguments = new ArrayList<>(List.of(value));
    arguments.addAll(parameters);
    return builder.node(operator, arguments, Map.of()).result();
  }
}
