package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.codegen.LoopOptions;
import dev.octet.lowering.device.DeviceChoice;
import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.generated.GeneratedBackend;
import dev.octet.lowering.onednn.OneDnnBackend;
import dev.octet.lowering.onednn.StandInGpu;
import dev.octet.lowering.opencl.OpenClBackend;
import dev.octet.lowering.opencl.template.Tiling;
import dev.octet.lowering.plan.Plan;
import dev.octet.lowering.plan.PlanOptions;
import dev.octet.lowering.plan.PlannedProgram;
import dev.octet.lowering.reference.ReferenceBackend;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Plans with oneDNN in front of the kernels of an OpenCL device, the processor's engine in place of
 * a GPU's: against plans for the processor, whose primitives they share.
 */
final class GpuPrimitivesTest {
  private static final PlanOptions OPTIONS = new PlanOptions(1, 1, false, false);
  private static final Grid IN = new Grid(DType.INT8, 0.03, -7, -128, 127);
  private static final Grid SIDE = new Grid(DType.UINT8, 0.025, 120, 0, 255);
  private static final Grid OUT = new Grid(DType.INT8, 0.2, 3, -128, 127);

  private final StandInGpu gpu = new StandInGpu();
  private DeviceContext held;
  private long bytesBefore;

  @BeforeEach
  void open() {
    Requires.device();
    Requires.oneDnn();
    held = DeviceContext.open(DeviceChoice.any().choose());
    bytesBefore = held.allocatedBytes();
  }

  @AfterEach
  void nothingIsLeft() {
    if (held != null) {
      assertThat(gpu.alive()).isEqualTo(0);
      assertThat(held.allocatedBytes()).isEqualTo(bytesBefore);
      held.close();
    }
  }

  private static ImmutableList<Backend> inJava() {
    return ImmutableList.of(new GeneratedBackend(LoopOptions.detect()), new ReferenceBackend());
  }

  private PlannedProgram onGpu(ExportedProgram program) {
    DeviceContext context = DeviceContext.open(DeviceChoice.any().choose());
    OpenClBackend openCl = new OpenClBackend(context, Tiling.of(context.description()), false);
    return plan(program, gpu.backend(context, openCl), openCl);
  }

  private static PlannedProgram onProcessor(ExportedProgram program) {
    return plan(program, new OneDnnBackend());
  }

  private static PlannedProgram plan(ExportedProgram program, Backend... first) {
    List<Backend> backends = new ArrayList<>(List.of(first));
    backends.addAll(inJava());
    return new PlannedProgram(program, backends, new XpuPolicy(), OPTIONS);
  }

  private static List<Plan.Step> products(PlannedProgram planned) {
    return planned.at(Map.of()).steps().stream()
        .filter(step ->
            step.region().isPresent()
                && step.region().get() instanceof Contraction product
                && step.kernel().name().equals(product.label()))
        .toList();
  }

  private static List<Tensor> run(PlannedProgram planned, List<Tensor> inputs) {
    try (PlannedProgram.Run run = planned.begin(Map.of())) {
      List<Tensor> outputs = outputs(run);
      run.execute(inputs, outputs);
      return outputs;
    }
  }

  private static List<Tensor> outputs(PlannedProgram.Run run) {
    return run.plan().outputs().stream()
        .map(buffer -> Tensor.allocate(buffer.dtype(), buffer.shape()))
        .toList();
  }

  /** Both plans have the same primitives and give the same bits. */
  private void checkSame(String what, ExportedProgram program, int primitives) {
    List<Tensor> inputs = Agreement.inputs(program, 3);
    try (PlannedProgram device = onGpu(program);
        PlannedProgram processor = onProcessor(program)) {
      // This one tells the library how many threads there are, which it makes both for.
      List<Plan.Step> theirs = products(processor);
      List<Plan.Step> mine = products(device);
      assertWithMessage(what).that(mine).hasSize(primitives);
      for (int i = 0; i < primitives; i++) {
        assertWithMessage(what).that(mine.get(i).backend()).isEqualTo("oneDNN");
        assertWithMessage(what)
            .that(mine.get(i).kernel().implementation())
            .isEqualTo(theirs.get(i).kernel().implementation());
        assertWithMessage(what)
            .that(StandInGpu.differences(mine.get(i).kernel(), theirs.get(i).kernel()))
            .isEmpty();
      }
      for (int round = 0; round < 2; round++) {
        List<Tensor> expected = run(processor, inputs);
        List<Tensor> actual = run(device, inputs);
        for (int i = 0; i < expected.size(); i++) {
          assertWithMessage("%s, output %s", what, i)
              .that(actual.get(i).segment().toArray(ValueLayout.JAVA_BYTE))
              .isEqualTo(expected.get(i).segment().toArray(ValueLayout.JAVA_BYTE));
        }
      }
    }
  }

  private static Value convolution(ProgramSketch at, Value x, Value weight, long padding) {
    return at.at()
        .call(
            AtenOps.CONV2D,
            x,
            weight,
            at.weights(weight.tensorType().shape().size(0)),
            List.of(1L, 1L),
            List.of(padding, padding),
            List.of(1L, 1L),
            1L);
  }

  @Test
  void convolutionAddReluQuantize() {
    ExportedProgram program =
        ProgramSketch.of(
            11,
            at -> {
              Value x = at.rounded(at.input(DType.FLOAT32, 2, 16, 9, 9), IN);
              Value y = convolution(at, x, at.int8Weights(true, 63, 24, 16, 3, 3), 1);
              Value side = at.rounded(at.input(DType.FLOAT32, 2, 24, 9, 9), SIDE);
              Value sum = at.at().call(AtenOps.ADD_TENSOR, y, side);
              return List.of(at.quantize(at.at().call(AtenOps.RELU, sum), OUT));
            });
    checkSame("conv + add + relu + quantize", program, 1);
  }

  @Test
  void aChainOfConvolutionsAndALinearLayer() {
    ExportedProgram program =
        ProgramSketch.of(
            12,
            at -> {
              Value x = at.rounded(at.input(DType.FLOAT32, 1, 8, 6, 6), SIDE);
              Value y = convolution(at, x, at.int8Weights(false, 63, 16, 8, 1, 1), 0);
              y = at.rounded(at.at().call(AtenOps.HARDSWISH, y), IN);
              y = at.rounded(convolution(at, y, at.int8Weights(true, 63, 8, 16, 3, 3), 1), OUT);
              Value rows = at.at().call(AtenOps.RESHAPE, y, List.of(6L, 48L));
              Value z = at.at().call(AtenOps.LINEAR, rows, at.int8Weights(true, 63, 10, 48), null);
              return List.of(z);
            });
    checkSame("chain", program, 3);
  }

  @Test
  void floats() {
    ExportedProgram program =
        ProgramSketch.of(
            13,
            at -> {
              Value x = at.input(DType.FLOAT32, 1, 8, 7, 7);
              Value y = convolution(at, x, at.weights(16, 8, 3, 3), 1);
              return List.of(at.at().call(AtenOps.RELU, y));
            });
    checkSame("float convolution", program, 1);
  }

  /** Pieces of 1152 bytes are parts of the frame's memory; others of 300 bytes are copied. */
  @Test
  void piecesOfATensorAreReadWhereTheyLieOrCopied() {
    for (long[] sizes : new long[][] {{4, 8, 6, 6}, {4, 3, 5, 5}}) {
      ExportedProgram program =
          ProgramSketch.of(
              14,
              at -> {
                Value x = at.at().call(AtenOps.SIGMOID, at.input(DType.FLOAT32, sizes));
                Value piece = at.at().call(OpName.parse("aten.slice.Tensor"), x, 0L, 1L, 3L, 1L);
                return List.of(convolution(at, piece, at.weights(4, sizes[1], 1, 1), 0));
              });
      checkDifferentKernels("piece of " + sizes[1] + " channels", program);
    }
  }

  private void checkDifferentKernels(String what, ExportedProgram program) {
    List<Tensor> inputs = Agreement.inputs(program, 5);
    List<Tensor> expected = program.run(inputs.toArray(new Tensor[0]));
    try (PlannedProgram device = onGpu(program)) {
      assertWithMessage(what).that(products(device).getFirst().backend()).isEqualTo("oneDNN");
      List<Tensor> actual = run(device, inputs);
      for (int i = 0; i < expected.size(); i++) {
        Agreement.compare(what, expected.get(i), actual.get(i), 1e-5);
      }
    }
    assertWithMessage(what).that(gpu.executed()).isGreaterThan(0);
  }

  @Test
  void productsOfComputedValuesAreLeftToTheTemplates() {
    ExportedProgram program =
        ProgramSketch.of(
            15,
            at -> {
              Value a = at.input(DType.FLOAT32, 2, 5, 6);
              Value b = at.input(DType.FLOAT32, 2, 6, 7);
              return List.of(at.at().call(AtenOps.MATMUL, a, b));
            });
    try (PlannedProgram device = onGpu(program)) {
      Plan.Step step = products(device).getFirst();
      assertThat(step.backend()).isEqualTo(OpenClBackend.NAME);
      assertThat(step.declined()).containsExactly("oneDNN: both operands are computed by the run");
      assertThat(run(device, Agreement.inputs(program, 1))).hasSize(1);
    }
  }

  @Test
  void whatTheEngineRefusesRunsByTheTemplates() {
    ExportedProgram program =
        ProgramSketch.of(
            16,
            at -> {
              Value x = at.rounded(at.input(DType.FLOAT32, 1, 8, 6, 6), IN);
              return List.of(convolution(at, x, at.int8Weights(true, 127, 8, 8, 3, 3), 1));
            });
    gpu.breakDown();
    List<Tensor> inputs = Agreement.inputs(program, 5);
    try (PlannedProgram device = onGpu(program)) {
      Plan.Step step = products(device).getFirst();
      assertThat(step.backend()).isEqualTo(OpenClBackend.NAME);
      assertThat(step.declined().getFirst()).contains("making a memory object failed");
      Ledger ledger =
          Ledgers.of(program, device.at(Map.of()), times(device), "test", List.of(), List.of());
      assertThat(ledger.find("conv2d").orElseThrow().reason())
          .startsWith("oneDNN: oneDNN: making a memory object failed");
      Agreement.compare(
          "templates",
          program.run(inputs.toArray(new Tensor[0])).getFirst(),
          run(device, inputs).getFirst(),
          1e-5);
    }
    assertThat(gpu.executed()).isEqualTo(0);
  }

  private static dev.octet.lowering.plan.StepTimes times(PlannedProgram device) {
    try (PlannedProgram.Run run = device.begin(Map.of())) {
      return run.times();
    }
  }

  @Test
  void aRunNeedNotBeWaitedFor() throws Exception {
    ExportedProgram program =
        ProgramSketch.of(
            17,
            at -> {
              Value x = at.rounded(at.input(DType.FLOAT32, 1, 8, 6, 6), IN);
              Value y = convolution(at, x, at.int8Weights(true, 63, 8, 8, 3, 3), 1);
              return List.of(at.quantize(y, OUT));
            });
    List<Tensor> inputs = Agreement.inputs(program, 5);
    try (PlannedProgram device = onGpu(program);
        var executor = Executors.newSingleThreadExecutor()) {
      Tensor expected = run(device, inputs).getFirst();
      try (PlannedProgram.Run run = device.begin(Map.of())) {
        List<Tensor> outputs = outputs(run);
        run.submit(inputs, outputs, executor).get();
        assertThat(outputs.getFirst().segment().toArray(ValueLayout.JAVA_BYTE))
            .isEqualTo(expected.segment().toArray(ValueLayout.JAVA_BYTE));
      }
    }
  }
}
