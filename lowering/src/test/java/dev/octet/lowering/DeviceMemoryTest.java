package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Range;
import com.google.common.primitives.ImmutableLongArray;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.device.DeviceChoice;
import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.device.DeviceException;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Space;
import dev.octet.lowering.opencl.step.Programs;
import dev.octet.lowering.opencl.step.StepArgument;
import dev.octet.lowering.opencl.step.StepMaker;
import dev.octet.lowering.plan.PlanOptions;
import dev.octet.lowering.plan.PlannedProgram;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memory of a device goes back to what it was, whatever happened to the model that held it. */
final class DeviceMemoryTest {
  private DeviceContext context;
  private long before;

  @BeforeEach
  void openDevice() {
    Requires.device();
    context = DeviceContext.open(DeviceChoice.any().choose());
    before = context.allocatedBytes();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(context.allocatedBytes()).isEqualTo(before);
    context.close();
  }

  private static ExportedProgram linear(TensorType input, long inner, long out) {
    return ProgramSketch.of(
        5,
        at -> List.of(at.at().call(AtenOps.LINEAR, at.input(input), at.weights(out, inner), null)));
  }

  private static Tensor rows(long rows, long inner) {
    return ProgramSketch.normal(new Random(rows), Shape.of(rows, inner));
  }

  @Test
  void closingAModelFreesWhatItHeld() {
    Tensor input = CompiledModelTest.images(2, 1);
    for (int round = 0; round < 25; round++) {
      try (CompiledModel model =
              Lowering.compile(CompiledModelTest.fixedBlock(), Target.xpu().threads(2));
          Arena arena = Arena.ofShared()) {
        var first = model.submit(List.of(input), arena);
        var second = model.submit(List.of(input), arena);
        model.run(List.of(input), arena);
        first.join();
        second.join();
        assertThat(context.allocatedBytes()).isGreaterThan(before);
      }
      assertWithMessage("round %s", round).that(context.allocatedBytes()).isEqualTo(before);
    }
  }

  @Test
  void sizesShareTheirWeights() {
    long inner = 256;
    long out = 512;
    TensorType type = new TensorType(DType.FLOAT32, List.of(SymInt.symbol("s0"), SymInt.of(inner)));
    ExportedProgram program = linear(type, inner, out);
    try (CompiledModel model = Lowering.compile(program, Target.xpu())) {
      Tensor few = rows(3, inner);
      Tensor more = rows(5, inner);
      Agreement.compare("3", program.run(few).getFirst(), model.run(few).getFirst(), 1e-5);
      long first = context.allocatedBytes() - before;
      assertThat(first).isAtLeast(inner * out * Float.BYTES);
      Agreement.compare("5", program.run(more).getFirst(), model.run(more).getFirst(), 1e-5);
      long second = context.allocatedBytes() - before - first;
      assertThat(second).isLessThan(inner * out);
    }
  }

  /** A service is asked for ever new sizes; plans that are dropped take their kernels with them. */
  @Test
  void sizesThatAreNotUsedAnyMoreKeepNoPrograms() {
    TensorType type = new TensorType(DType.FLOAT32, List.of(SymInt.symbol("s0"), SymInt.of(8)));
    int programs = context.programs();
    ExportedProgram program =
        ProgramSketch.of(
            5, at -> List.of(at.at().call(OpName.parse("aten.softmax.int"), at.input(type), 0)));
    try (CompiledModel model = Lowering.compile(program, Target.xpu())) {
      int most = 0;
      for (int size = 2; size < 42; size++) {
        model.run(rows(size, 8));
        most = Math.max(most, context.programs() - programs);
      }
      assertThat(most).isIn(Range.closed(2, 17));
    }
    assertThat(context.programs()).isEqualTo(programs);
  }

  @Test
  void aValueThatIsLargerThanABufferCanBe() {
    long columns = 1024;
    long rows = context.description().largestAllocation() / Float.BYTES / columns + 1;
    assumeTrue(
        rows * columns < Integer.MAX_VALUE, "buffers of the device are as large as tensors can be");
    ExportedProgram program =
        ProgramSketch.of(
            5,
            at -> {
              Value product =
                  at.at()
                      .call(
                          AtenOps.LINEAR,
                          at.input(DType.FLOAT32, rows, 1),
                          at.weights(columns, 1),
                          null);
              return List.of(
                  at.at()
                      .call(
                          AtenOps.LINEAR,
                          at.at().call(AtenOps.RELU, product),
                          at.weights(1, columns),
                          null));
            });
    Tensor input = Tensor.allocate(DType.FLOAT32, Shape.of(rows, 1));
    try (CompiledModel model = Lowering.compile(program, Target.xpu());
        Arena arena = Arena.ofShared()) {
      for (int i = 0; i < 3; i++) {
        long held = context.allocatedBytes();
        assertThat(assertThrows(DeviceException.class, () -> model.run(List.of(input), arena)))
            .hasMessageThat()
            .contains("is too large for " + context.description().name());
        assertThrows(DeviceException.class, () -> model.submit(List.of(input), arena));
        assertThat(context.allocatedBytes()).isEqualTo(held);
      }
    }
  }

  /** Emits a kernel that no compiler takes, for every region. */
  private static final class Broken implements Backend {
    private final DeviceContext context;
    private final Programs programs;

    Broken(DeviceContext context) {
      this.context = context;
      this.programs = new Programs(context);
    }

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public Optional<Space> space() {
      return Optional.of(Space.DEVICE);
    }

    @Override
    public boolean reachesCaller() {
      return true;
    }

    @Override
    public Optional<String> lower(Region region, Emitter emitter) {
      Buffer output = emitter.write(region.writes().getFirst(), Layout.ROW_MAJOR);
      context.upload(MemorySegment.ofArray(new byte[100]), emitter.arena());
      emitter.emit(
          new StepMaker(context, programs, false)
              .step(
                  region.label(),
                  "broken",
                  "kernel void broken(global float *output) {\n  output[0] = unheard_of;\n}\n",
                  "broken",
                  ImmutableList.of(new StepArgument.Memory(output)),
                  ImmutableLongArray.of(1),
                  ImmutableLongArray.of(1),
                  ImmutableList.of(),
                  ImmutableList.of(output),
                  emitter.arena()));
      return Optional.empty();
    }

    @Override
    public void finish() {
      programs.build();
    }
  }

  @Test
  void aKernelThatDoesNotBuildIsShownWithWhatTheCompilerSays() {
    ExportedProgram program = linear(TensorType.of(DType.FLOAT32, 2, 3), 3, 4);
    try (PlannedProgram plans =
        new PlannedProgram(
            program,
            List.of(new Broken(context)),
            new XpuPolicy(),
            new PlanOptions(1, 1, false, false))) {
      for (int i = 0; i < 2; i++) {
        DeviceException failure = assertThrows(DeviceException.class, () -> plans.begin(Map.of()));
        assertThat(failure).hasMessageThat().contains("CL_BUILD_PROGRAM_FAILURE");
        assertThat(failure).hasMessageThat().contains("unheard_of");
        assertThat(failure).hasMessageThat().contains("kernel void broken(");
      }
      assertThat(context.allocatedBytes()).isEqualTo(before);
    }
  }
}
