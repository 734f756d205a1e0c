package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.lowering.device.DeviceChoice;
import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.device.DeviceDescription;
import dev.octet.lowering.device.DeviceType;
import dev.octet.lowering.opencl.OpenClBackend;
import dev.octet.lowering.opencl.template.Tiling;
import dev.octet.lowering.plan.PlanOptions;
import dev.octet.lowering.plan.PlannedProgram;
import dev.octet.lowering.reference.ReferenceBackend;
import dev.octet.op.AtenOps;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Products in the form that a GPU gets, which is made up here: their kernels run on the device that
 * there is, and their texts compile for a GPU that multiplies bytes in fours.
 */
final class LocalTilesTest {
  private static final DeviceDescription GPU =
      DeviceDescription.builder()
          .type(DeviceType.GPU)
          .integerDotProduct(true)
          .maxWorkGroupSize(256)
          .localMemory(64 * 1024)
          .build();

  @TempDir private Path folder;

  @BeforeEach
  void needsADevice() {
    Requires.device();
  }

  /** A convolution with a shortcut, of integers, behind one that is not quantized. */
  private static ExportedProgram program(boolean signed) {
    Grid grid =
        signed
            ? new Grid(DType.INT8, 0.04, 0, -128, 127)
            : new Grid(DType.UINT8, 0.04, 100, 0, 255);
    return ProgramSketch.of(
        2,
        at -> {
          var b = at.at();
          Value first =
              b.call(
                  AtenOps.CONV2D,
                  at.input(DType.FLOAT32, 2, 3, 9, 7),
                  at.scaledWeights(0.3, 10, 3, 3, 3),
                  at.weights(10),
                  List.of(2L, 1L),
                  List.of(1L, 0L));
          Value x = at.rounded(first, grid);
          Value y =
              b.call(
                  AtenOps.CONV2D,
                  x,
                  at.int8Weights(true, 127, 10, 10, 3, 3),
                  at.weights(10),
                  List.of(1L, 1L),
                  List.of(1L, 1L));
          return List.of(at.rounded(b.call(AtenOps.RELU, b.call(AtenOps.ADD_TENSOR, y, x)), grid));
        });
  }

  /** Runs it, compares it, and gives the texts of its products. */
  private static List<String> run(ExportedProgram program) {
    List<Tensor> inputs = Agreement.inputs(program, 3);
    DeviceContext context = DeviceContext.open(DeviceChoice.any().choose());
    try (PlannedProgram plans =
            new PlannedProgram(
                program,
                List.of(new OpenClBackend(context, Tiling.of(GPU), false), new ReferenceBackend()),
                new XpuPolicy(),
                new PlanOptions(1, 1, false, false));
        PlannedProgram.Run run = plans.begin(Map.of())) {
      List<Tensor> outputs = new ArrayList<>();
      run.plan()
          .outputs()
          .forEach(output -> outputs.add(Tensor.allocate(output.dtype(), output.shape())));
      run.execute(inputs, outputs);
      List<Tensor> expected = program.run(inputs.toArray(Tensor[]::new));
      for (int i = 0; i < outputs.size(); i++) {
        // A flipped rounding of the first product moves results by a step of the grid.
        Agreement.compare("output " + i, expected.get(i), outputs.get(i), 0.01);
      }
      return run.plan().steps().stream()
          .map(step -> step.kernel())
          .filter(kernel -> kernel.implementation().contains("local memory"))
          .map(kernel -> kernel.listing().orElseThrow())
          .toList();
    }
  }

  @Test
  void aGpuHasTilesInLocalMemory() {
    assertThat(Tiling.of(GPU).inLocalMemory()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void productsRunInLocalMemoryAndCompileForAGpu(boolean signed)
      throws IOException, InterruptedException {
    List<String> texts = run(program(signed));
    assertThat(texts).hasSize(2);
    String ofIntegers = texts.getLast();
    assertThat(texts.getFirst()).doesNotContain("DOT(");
    assertThat(ofIntegers).contains("dot_4x8packed_" + (signed ? "ss" : "us") + "_int(a, b)");
    assertThat(ofIntegers).contains("barrier(CLK_LOCAL_MEM_FENCE)");
    Optional<Path> clang = clang();
    assumeTrue(clang.isPresent(), "clang is not installed");
    for (String text : texts) {
      Path file = folder.resolve("kernel.cl");
      Files.writeString(file, text);
      // The compiler's own header says that SPIR has the instruction.
      assertWithMessage("%s", text).that(compile(clang.get(), file)).isEmpty();
    }
    // Without the macro the text would not have used it.
    Path file = folder.resolve("spoilt.cl");
    Files.writeString(file, ofIntegers.replace("_int(a, b)", "_unheard(a, b)"));
    assertThat(compile(clang.get(), file)).contains("_unheard");
  }

  /** Debian's name first, which OpenCL drivers for processors bring along. */
  private static Optional<Path> clang() {
    return Stream.of("clang-15", "clang-16", "clang-17", "clang-18", "clang-19", "clang")
        .flatMap(name ->
            Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator, -1))
                .map(part -> Path.of(part, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** What the compiler says; nothing if it takes the text. */
  private String compile(Path clang, Path file) throws IOException, InterruptedException {
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(
                clang.toString(),
                "-x",
                "cl",
                "-cl-std=CL3.0",
                "-target",
                "spir64",
                "-Xclang",
                "-finclude-default-header",
                "-fsyntax-only",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    String text = Files.readString(said);
    return process.exitValue() == 0 ? "" : text + "exit " + process.exitValue();
  }
}
