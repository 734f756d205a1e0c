package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.export.Export;
import dev.octet.export.StateDict;
import dev.octet.graph.Value;
import dev.octet.op.AtenOps;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.program.FormatException;
import dev.octet.program.ReadLimits;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

final class SavedModelTest {
  private static final ExportedProgram PROGRAM =
      ProgramSketch.of(
          1,
          sketch -> {
            Value x = sketch.input(DType.FLOAT32, 2, 3, 8, 8);
            Value conv = sketch.at().call(AtenOps.CONV2D, x, sketch.weights(4, 3, 3, 3));
            return List.of(sketch.at().call(AtenOps.RELU, conv));
          });

  private static final Tensor INPUT = ProgramSketch.normal(new Random(2), Shape.of(2, 3, 8, 8));

  @TempDir private Path folder;

  private Path save(Target target) {
    Path file = folder.resolve("m.octet");
    try (CompiledModel model = Lowering.compile(PROGRAM, target)) {
      model.save(file);
    }
    return file;
  }

  @Test
  void loadedModelGivesEqualResults() {
    try (CompiledModel model = Lowering.compile(PROGRAM, Target.cpu().threads(1))) {
      Path file = folder.resolve("m.octet");
      model.save(file);
      try (CompiledModel loaded = Lowering.load(file)) {
        Tensor expected = model.run(INPUT).getFirst();
        assertThat(loaded.run(INPUT).getFirst().bitEquals(expected)).isTrue();
      }
    }
  }

  @Test
  void sameModelGivesTheSameBytes() throws IOException {
    byte[] first = Files.readAllBytes(save(Target.cpu().threads(2)));
    assertThat(Files.readAllBytes(save(Target.cpu().threads(2)))).isEqualTo(first);
  }

  @Test
  void readersOfProgramsSayWhatItIs() {
    Path file = save(Target.cpu().threads(1));
    for (Executable reader :
        List.<Executable>of(() -> Export.read(file), () -> StateDict.read(file))) {
      assertThat(assertThrows(FormatException.class, reader))
          .hasMessageThat()
          .startsWith(file + ": this is a compiled program, which Lowering.load and");
    }
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Path file = folder.resolve("absent/m.octet");
    try (CompiledModel model = Lowering.compile(PROGRAM, Target.cpu().threads(1))) {
      assertThat(assertThrows(FormatException.class, () -> model.save(file)))
          .hasMessageThat()
          .isEqualTo(file + " cannot be written: the folder " + file.getParent() + " is not there");
    }
  }

  @Test
  void targetIsKept() {
    Path file =
        save(
            Target.cpu()
                .threads(3)
                .autocast(DType.BFLOAT16)
                .requireInt8Coverage(0)
                .allowSaturation()
                .portable());
    try (CompiledModel loaded = Lowering.load(file)) {
      Target target = loaded.target();
      assertThat(target.threads()).isEqualTo(3);
      assertThat(target.autocast()).hasValue(DType.BFLOAT16);
      assertThat(target.int8Coverage()).hasValue(0);
      assertThat(target.allowsSaturation()).isTrue();
      assertThat(target.isPortable()).isTrue();
    }
  }

  @Test
  void deviceIsKeptAndCanBeChanged() {
    Target xpu = Target.xpu();
    xpu.missingLibrary().ifPresent(reason -> assumeTrue(false, reason));
    Path file = save(xpu.device("0").threads(3).autocast(DType.BFLOAT16));
    try (CompiledModel loaded = Lowering.load(file)) {
      assertThat(loaded.target().device()).hasValue("0");
      assertThat(loaded.target().threads()).isEqualTo(3);
      assertThat(loaded.target().autocast()).hasValue(DType.BFLOAT16);
      Tensor expected = PROGRAM.run(INPUT).getFirst();
      assertThat(loaded.run(INPUT).getFirst().toFloatArray())
          .usingTolerance(0.1)
          .containsExactly(expected.toFloatArray())
          .inOrder();
    }
    try (CompiledModel loaded = Lowering.load(file, saved -> saved.device("any"))) {
      assertThat(loaded.target().device()).hasValue("any");
    }
    try (CompiledModel loaded = Lowering.load(file, Target::toCpu)) {
      assertThat(loaded.target().device()).isEmpty();
      assertThat(loaded.target().threads()).isEqualTo(3);
      assertThat(loaded.target().autocast()).hasValue(DType.BFLOAT16);
    }
  }

  @Test
  void fileForAnotherMachinesDeviceSaysWhichThereAre() {
    Target xpu = Target.xpu();
    xpu.missingLibrary().ifPresent(reason -> assumeTrue(false, reason));
    Path file = save(xpu);
    InputException thrown =
        assertThrows(
            InputException.class, () -> Lowering.load(file, saved -> saved.device("9999")));
    assertThat(thrown).hasMessageThat().contains("no device for 9999; choose one of these: 0 (");
  }

  @Test
  void threadsThatWereNotSetAreThoseOfTheMachineThatLoads() {
    try (CompiledModel loaded = Lowering.load(save(Target.cpu()))) {
      assertThat(loaded.target().threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }
  }

  @Test
  void targetCanBeReplacedOrChanged() {
    Path file = save(Target.cpu().threads(3).portable());
    try (CompiledModel loaded = Lowering.load(file, Target.cpu().threads(2))) {
      assertThat(loaded.target().threads()).isEqualTo(2);
      assertThat(loaded.target().isPortable()).isFalse();
    }
    try (CompiledModel loaded = Lowering.load(file, saved -> saved.threads(2))) {
      assertThat(loaded.target().threads()).isEqualTo(2);
      assertThat(loaded.target().isPortable()).isTrue();
    }
  }

  @Test
  void coverageIsRequiredWhereverTheFileIsLoaded() {
    Path file = folder.resolve("m.octet");
    try (CompiledModel model = Lowering.compile(PROGRAM, Target.cpu())) {
      model.save(file);
    }
    assertThrows(
        CoverageException.class,
        () -> Lowering.load(file, saved -> saved.requireInt8Coverage(0.5)));
  }

  @Test
  void savedFilesAreToldApart() throws IOException {
    assertThat(Lowering.isSaved(save(Target.cpu()))).isTrue();
    Path program = folder.resolve("p.pt2");
    Export.write(PROGRAM, program);
    assertThat(Lowering.isSaved(program)).isFalse();
    assertThat(Lowering.isSaved(Files.createFile(folder.resolve("empty")))).isFalse();
    assertThat(Lowering.isSaved(folder.resolve("absent"))).isFalse();
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path program = folder.resolve("p.pt2");
    Export.write(PROGRAM, program);
    assertThat(refusal(program)).contains("is not a compiled program");
    assertThat(refusal(Files.createFile(folder.resolve("empty")))).contains("is empty");
    assertThat(refusal(folder.resolve("absent"))).contains("no such file");
  }

  @Test
  void limitsHold() {
    Path file = save(Target.cpu());
    FormatException thrown =
        assertThrows(
            FormatException.class,
            () -> Lowering.load(file, saved -> saved, ReadLimits.defaults().withNodes(1)));
    assertThat(thrown).hasMessageThat().contains("nodes");
  }

  @Test
  void dynamicProgramIsHeldToItsRangeAndCoverage() {
    SymInt size = SymInt.symbol("s0");
    ExportedProgram program =
        ProgramSketch.of(
            3,
            sketch -> {
              Value x =
                  sketch.input(
                      new TensorType(
                          DType.FLOAT32,
                          com.google.common.collect.ImmutableList.of(size, SymInt.of(8))));
              return List.of(sketch.at().call(AtenOps.LINEAR, x, sketch.weights(4, 8)));
            });
    Tensor input = ProgramSketch.normal(new Random(1), Shape.of(5, 8));
    try (CompiledModel model = Lowering.compile(program, Target.cpu().requireInt8Coverage(1))) {
      assertThrows(CoverageException.class, () -> model.run(input));
      assertThrows(InputException.class, model::ledger);
      assertThrows(InputException.class, () -> model.ledger(java.util.Map.of("s1", 3L)));
    }
    try (CompiledModel model = Lowering.compile(program, Target.cpu())) {
      assertThat(model.ledger(java.util.Map.of("s0", 5L)).multiplyAdds()).isEqualTo(5 * 8 * 4);
      assertThat(model.ledger(List.of(input)).multiplyAdds()).isEqualTo(5 * 8 * 4);
    }
  }

  private static String refusal(Path file) {
    return String.valueOf(
        assertThrows(FormatException.class, () -> Lowering.load(file)).getMessage());
  }
}
