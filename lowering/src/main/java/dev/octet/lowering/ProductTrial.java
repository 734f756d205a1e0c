package dev.octet.lowering;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Value;
import dev.octet.lowering.codegen.LoopOptions;
import dev.octet.lowering.device.Device;
import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.generated.GeneratedBackend;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.opencl.OpenClBackend;
import dev.octet.lowering.opencl.template.Tiling;
import dev.octet.lowering.opencl.tune.ProductTimer;
import dev.octet.lowering.plan.Plan;
import dev.octet.lowering.plan.PlanOptions;
import dev.octet.lowering.plan.PlannedProgram;
import dev.octet.lowering.reference.ReferenceBackend;
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
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Measures typical products with a tiling: convolutions of ResNet-50 with windows of one and of
 * nine taps and a linear layer of BERT, all in integers, and the first and the last in floats.
 */
final class ProductTrial implements ProductTimer {
  private static final int WARM_UP = 2;
  private static final int ROUNDS = 3;
  private static final int RUNS = 3;

  private final Device device;
  private final ExportedProgram program = new Drawing().program();
  private final List<Tensor> inputs = new ArrayList<>();

  ProductTrial(Device device) {
    this.device = device;
    Random random = new Random(1);
    for (Value input : program.userInputs()) {
      inputs.add(random(random, input.tensorType().dtype(), input.tensorType().shape()));
    }
  }

  private static Tensor random(Random random, DType dtype, Shape shape) {
    Tensor tensor = Tensor.allocate(dtype, shape);
    for (long i = 0; i < shape.elements(); i++) {
      if (dtype.isFloatingPoint()) {
        tensor.setDouble(i, random.nextDouble() - 0.5);
      } else {
        tensor.setLong(i, random.nextInt(100));
      }
    }
    return tensor;
  }

  @Override
  public ImmutableDoubleArray measure(Tiling tiling) {
    List<Tensor> outputs = new ArrayList<>();
    try (PlannedProgram planned =
            new PlannedProgram(
                program,
                List.of(
                    new OpenClBackend(DeviceContext.open(device), tiling, true),
                    new GeneratedBackend(LoopOptions.detect()),
                    new ReferenceBackend()),
                new XpuPolicy(),
                new PlanOptions(1, 1, false, true));
        PlannedProgram.Run run = planned.begin(Map.of())) {
      for (Buffer output : run.plan().outputs()) {
        outputs.add(Tensor.allocate(output.dtype(), output.shape()));
      }
      repeat(WARM_UP, run, outputs);
      double[] least = new double[run.plan().steps().size()];
      Arrays.fill(least, Double.POSITIVE_INFINITY);
      for (int round = 0; round < ROUNDS; round++) {
        planned.forgetTimes();
        repeat(RUNS, run, outputs);
        for (int i = 0; i < least.length; i++) {
          least[i] = Math.min(least[i], (double) run.times().median(i).orElseThrow());
        }
      }
      return products(run.plan(), least);
    }
  }

  private void repeat(int times, PlannedProgram.Run run, List<Tensor> outputs) {
    for (int i = 0; i < times; i++) {
      run.execute(inputs, outputs);
    }
  }

  private static ImmutableDoubleArray products(Plan plan, double[] times) {
    ImmutableDoubleArray.Builder products = ImmutableDoubleArray.builder();
    for (int i = 0; i < times.length; i++) {
      // Copies before a product belong to no choice.
      boolean last =
          i + 1 == times.length
              || !plan.steps().get(i + 1).region().equals(plan.steps().get(i).region());
      if (last && plan.steps().get(i).region().orElse(null) instanceof Contraction) {
        products.add(Math.max(times[i], 1));
      }
    }
    return products.build();
  }

  /** The program with all products. */
  private static final class Drawing {
    private final Random random = new Random(2);
    private final List<InputSpec> specs = new ArrayList<>();
    private final Map<String, Tensor> state = new LinkedHashMap<>();
    private int outputs;

    ExportedProgram program() {
      Graph graph =
          Graph.build(builder -> {
            convolution(builder, true, 3, 128, 28, 128);
            convolution(builder, true, 1, 512, 14, 256);
            linear(builder, true);
            convolution(builder, false, 3, 128, 28, 128);
            linear(builder, false);
          });
      long users = specs.stream().filter(InputSpec.User.class::isInstance).count();
      return new ExportedProgram(
          graph,
          ImmutableList.copyOf(specs),
          Collections.nCopies(outputs, new OutputSpec.User()).stream()
              .map(OutputSpec.class::cast)
              .collect(ImmutableList.toImmutableList()),
          ImmutableMap.copyOf(state),
          ImmutableMap.of(),
          TreeSpec.positional((int) users),
          TreeSpec.tuple(Collections.nCopies(outputs, TreeSpec.LEAF)),
          ProgramMetadata.traced(ImmutableList.of(), ImmutableList.of()));
    }

    private void convolution(
        GraphBuilder builder, boolean integers, long taps, long depth, long size, long channels) {
      Value x = input(builder, integers, 1, depth, size, size);
      Value weight = weight(builder, integers, channels, depth, taps, taps);
      long padding = taps / 2;
      output(
          builder,
          builder
              .node(
                  AtenOps.CONV2D, List.of(x, weight), Map.of("padding", List.of(padding, padding)))
              .result());
    }

    private void linear(GraphBuilder builder, boolean integers) {
      Value x = input(builder, integers, 1, 128, 768);
      output(builder, builder.call(AtenOps.LINEAR, x, weight(builder, integers, 768, 768)));
    }

    private Value input(GraphBuilder builder, boolean integers, long... sizes) {
      DType dtype = integers ? DType.UINT8 : DType.FLOAT32;
      Value value = builder.input("x" + specs.size(), TensorType.of(dtype, sizes));
      specs.add(new InputSpec.User());
      return integers ? number(builder, value, 0, 255) : value;
    }

    private Value weight(GraphBuilder builder, boolean integers, long... sizes) {
      String name = "w" + specs.size();
      Tensor tensor = random(random, integers ? DType.INT8 : DType.FLOAT32, Shape.of(sizes));
      Value value = builder.input(name, TensorType.of(tensor.dtype(), tensor.shape()));
      specs.add(new InputSpec.Parameter(name));
      state.put(name, tensor);
      return integers ? number(builder, value, -127, 127) : value;
    }

    private static Value number(GraphBuilder builder, Value value, long min, long max) {
      DType dtype = value.tensorType().dtype();
      return builder.call(QuantizedOps.DEQUANTIZE_PER_TENSOR, value, 0.01, 0L, min, max, dtype);
    }

    private void output(GraphBuilder builder, Value value) {
      builder.output(value);
      outputs++;
    }
  }
}
