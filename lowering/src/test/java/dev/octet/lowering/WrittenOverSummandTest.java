package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.collect.MoreCollectors;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.lowering.codegen.LoopOptions;
import dev.octet.lowering.generated.GeneratedBackend;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.lowering.onednn.OneDnnBackend;
import dev.octet.lowering.plan.Plan;
import dev.octet.lowering.plan.PlanOptions;
import dev.octet.lowering.plan.PlannedProgram;
import dev.octet.lowering.reference.ReferenceBackend;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sums are written over a summand that nobody else needs, and over no other. */
final class WrittenOverSummandTest {
  private static final Grid GRID = new Grid(DType.UINT8, 0.05, 100, 0, 255);
  private static final Grid OTHER = new Grid(DType.UINT8, 0.08, 120, 0, 255);
  private static final Grid RESULT = new Grid(DType.UINT8, 0.06, 0, 0, 255);
  private static final Grid NARROW = new Grid(DType.UINT8, 0.06, 64, 0, 127);
  private static final Grid SIGNED = new Grid(DType.INT8, 0.06, -128, -128, 127);

  /** Who reads the summand beside the sum, or lies with it. */
  enum Reader {
    NOBODY,
    CALLER,
    LATER_KERNEL,
    LATER_KERNEL_OF_A_VIEW,
    THE_SAME_PRODUCT,
    THE_SAME_PRODUCT_BY_A_VIEW
  }

  private static Value function(ProgramSketch at, String name, Value value) {
    return at.at().call(OpName.aten(name, "default"), value);
  }

  /** The same square images with height and width exchanged: a view of their memory. */
  private static Value turned(ProgramSketch at, Value images) {
    return at.at().call(OpName.aten("transpose", "int"), images, 2, 3);
  }

  private static Value image(ProgramSketch at, Grid grid) {
    return at.rounded(at.input(DType.FLOAT32, 1, 16, 24, 24), grid);
  }

  private static Value convolved(ProgramSketch at, Value x) {
    return at.at().call(AtenOps.CONV2D, x, at.int8Weights(true, 60, 16, 16, 1, 1), at.weights(16));
  }

  /** A sum of two branches, and what reads the second one too; no result is an output itself. */
  private static ExportedProgram residual(Reader reader, Grid result, boolean first) {
    return ProgramSketch.of(
        7,
        at -> {
          Value integers = at.quantize(convolved(at, image(at, GRID)), OTHER);
          Value summand = at.dequantize(integers, OTHER);
          Value turned = turned(at, summand);
          Value x =
              switch (reader) {
                case THE_SAME_PRODUCT -> summand;
                case THE_SAME_PRODUCT_BY_A_VIEW -> turned;
                default -> image(at, GRID);
              };
          Value y = convolved(at, x);
          Value sum =
              first
                  ? at.at().call(AtenOps.ADD_TENSOR, summand, y)
                  : at.at().call(AtenOps.ADD_TENSOR, y, summand);
          Value out = function(at, "neg", at.rounded(function(at, "relu", sum), result));
          return switch (reader) {
            case CALLER -> List.of(out, integers);
            case LATER_KERNEL -> List.of(at.at().call(AtenOps.MUL_TENSOR, out, summand));
            case LATER_KERNEL_OF_A_VIEW -> List.of(at.at().call(AtenOps.MUL_TENSOR, out, turned));
            default -> List.of(out);
          };
        });
  }

  @ParameterizedTest
  @EnumSource(Reader.class)
  void numbersAreRight(Reader reader) {
    for (Grid result : List.of(GRID, OTHER, RESULT, NARROW, SIGNED)) {
      for (boolean first : new boolean[] {false, true}) {
        Agreement.check(
            reader + " " + result, residual(reader, result, first), Target.cpu().threads(1), 1e-5);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Reader.class)
  void onlyWhatNobodyReadsIsWrittenOver(Reader reader) {
    Requires.oneDnn();
    for (boolean first : new boolean[] {false, true}) {
      assertWithMessage("%s", reader)
          .that(isInPlace(residual(reader, RESULT, first)))
          .isEqualTo(reader == Reader.NOBODY);
    }
  }

  @Test
  void onlyWhatHasTheTypeOfTheResultIsWrittenOver() {
    Requires.oneDnn();
    assertThat(isInPlace(residual(Reader.NOBODY, SIGNED, false))).isFalse();
  }

  /** No kernel behind the sum reads the summand; it is carried to the caller after all of them. */
  @Test
  void aSummandThatIsAnOutputOutlivesTheLastKernel() {
    ExportedProgram program =
        ProgramSketch.of(
            9,
            at -> {
              Value x = at.input(DType.FLOAT32, 1, 16, 24, 24);
              Value summand = at.at().call(AtenOps.CONV2D, x, at.weights(16, 16, 1, 1));
              Value y = at.at().call(AtenOps.CONV2D, x, at.weights(16, 16, 1, 1));
              return List.of(at.at().call(AtenOps.ADD_TENSOR, y, summand), summand);
            });
    Agreement.check("float32", program, Target.cpu().threads(1), 1e-5);
  }

  private static boolean isInPlace(ExportedProgram program) {
    try (PlannedProgram planned =
        new PlannedProgram(
            program,
            List.of(
                new OneDnnBackend(),
                new GeneratedBackend(LoopOptions.detect()),
                new ReferenceBackend()),
            new XpuPolicy(),
            new PlanOptions(1, 1, false, false))) {
      Kernel sum =
          planned.at(Map.of()).steps().stream()
              .map(Plan.Step::kernel)
              .filter(kernel -> kernel.name().contains("conv2d") && kernel.name().contains("add"))
              .collect(MoreCollectors.onlyElement());
      Buffer written = sum.writes().getFirst();
      assertThat(written.owner()).isEqualTo(Buffer.Owner.FRAME);
      return sum.reads().stream()
          .anyMatch(read -> read.owner() == written.owner() && read.index() == written.index());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "BFLOAT16"})
  void linearLayersToo(DType autocast) {
    Target target =
        autocast == DType.FLOAT32 ? Target.cpu() : Target.cpu().autocast(DType.BFLOAT16);
    for (Grid result : List.of(RESULT, NARROW, SIGNED)) {
      ExportedProgram program =
          ProgramSketch.of(
              11,
              at -> {
                Value x = at.rounded(at.input(DType.FLOAT32, 2, 9, 32), GRID);
                Value summand = linear(at, x);
                Value y = at.at().call(AtenOps.ADD_TENSOR, linear(at, x), summand);
                Value z = at.rounded(y, result);
                Value again =
                    at.at().call(AtenOps.ADD_TENSOR, function(at, "relu", linear(at, z)), z);
                return List.of(function(at, "neg", at.rounded(again, RESULT)));
              });
      Agreement.check(
          autocast + " " + result, program, target, autocast == DType.FLOAT32 ? 1e-5 : 0x1p-5);
    }
  }

  private static Value linear(ProgramSketch at, Value x) {
    return at.at().call(AtenOps.LINEAR, x, at.int8Weights(true, 60, 32, 32), at.weights(32));
  }
}
