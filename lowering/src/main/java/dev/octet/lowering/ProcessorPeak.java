package dev.octet.lowering;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
import dev.octet.graph.Value;
import dev.octet.op.AtenOps;
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
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * How many multiply-adds this processor does in a second, measured: one matrix product of 1024 ×
 * 1024 × 1024, compiled like any other program, in a loop; the fastest run counts. Other work on
 * the machine makes it smaller.
 */
public final class ProcessorPeak {
  private static final int SIZE = 1024;
  private static final int LEAST_RUNS = 20;
  private static final int BYTE_MAX = 127;
  private static final Duration TIME = Duration.ofMillis(500);

  private ProcessorPeak() {}

  /**
   * Measures for half a second.
   *
   * @param dtype of the factors: {@code INT8} for bytes, unsigned times signed, or {@code FLOAT32};
   *     an autocast of the target holds for the latter
   * @return multiply-adds for each second
   */
  public static double measure(Target target, DType dtype) {
    Preconditions.checkArgument(
        dtype == DType.INT8 || dtype == DType.FLOAT32, "%s, expected i8 or f32", dtype);
    boolean bytes = dtype == DType.INT8;
    try (CompiledModel model = Lowering.compile(bytes ? ofBytes() : ofFloats(), target);
        Arena arena = Arena.ofShared()) {
      Tensor input = filled(bytes ? DType.UINT8 : DType.FLOAT32, Shape.of(SIZE, SIZE), arena);
      long start = System.nanoTime();
      long fastest = Long.MAX_VALUE;
      for (int i = 0; i < LEAST_RUNS || System.nanoTime() - start < TIME.toNanos(); i++) {
        try (Arena results = Arena.ofShared()) {
          long before = System.nanoTime();
          model.run(List.of(input), results);
          fastest = Math.min(fastest, System.nanoTime() - before);
        }
      }
      return (double) SIZE * SIZE * SIZE / fastest * Duration.ofSeconds(1).toNanos();
    }
  }

  private static ExportedProgram ofFloats() {
    Graph graph =
        Graph.build(builder -> {
          Value x = builder.input("x", TensorType.of(DType.FLOAT32, SIZE, SIZE));
          Value weight = builder.input("weight", TensorType.of(DType.FLOAT32, SIZE, SIZE));
          builder.output(builder.call(AtenOps.LINEAR, x, weight));
        });
    return program(graph, DType.FLOAT32);
  }

  /** From bytes to bytes, so that little memory moves. */
  private static ExportedProgram ofBytes() {
    OpName dequantize = QuantizedOps.DEQUANTIZE_PER_TENSOR;
    OpName quantize = QuantizedOps.QUANTIZE_PER_TENSOR;
    DType unsigned = DType.UINT8;
    DType signed = DType.INT8;
    Graph graph =
        Graph.build(builder -> {
          Value x = builder.input("x", TensorType.of(unsigned, SIZE, SIZE));
          Value weight = builder.input("weight", TensorType.of(signed, SIZE, SIZE));
          Value left = builder.call(dequantize, x, 0.02, 0, 0, 255, unsigned);
          Value right = builder.call(dequantize, weight, 0.01, 0, -BYTE_MAX - 1, BYTE_MAX, signed);
          Value product = builder.call(AtenOps.LINEAR, left, right);
          builder.output(builder.call(quantize, product, 1.0, 128, 0, 255, unsigned));
        });
    return program(graph, signed);
  }

  private static ExportedProgram program(Graph graph, DType weight) {
    return new ExportedProgram(
        graph,
        ImmutableList.of(new InputSpec.User(), new InputSpec.Parameter("weight")),
        ImmutableList.of(new OutputSpec.User()),
        ImmutableMap.of("weight", filled(weight, Shape.of(SIZE, SIZE), Arena.ofAuto())),
        ImmutableMap.of(),
        TreeSpec.positional(1),
        TreeSpec.LEAF,
        ProgramMetadata.traced(ImmutableList.of("x"), ImmutableList.of()));
  }

  /** Numbers that fit into seven bits: no processor's sums of two products saturate. */
  private static Tensor filled(DType dtype, Shape shape, Arena arena) {
    Random random = new Random(1);
    Tensor tensor = Tensor.allocate(arena, dtype, shape);
    for (long i = 0; i < tensor.elements(); i++) {
      if (dtype.isFloatingPoint()) {
        tensor.setDouble(i, random.nextGaussian());
      } else {
        tensor.setLong(i, random.nextInt(BYTE_MAX / 2));
      }
    }
    return tensor;
  }
}
