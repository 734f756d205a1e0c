package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.device.Device;
import dev.octet.lowering.device.DeviceChoice;
import dev.octet.lowering.opencl.template.Tiling;
import dev.octet.lowering.opencl.tune.Candidates;
import dev.octet.lowering.opencl.tune.TilingFile;
import dev.octet.op.AtenOps;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures on the device of this machine. */
final class TuningTest {
  private static final String PROPERTY = "octet.tuning.cache";

  @TempDir private Path folder;

  @BeforeEach
  void keepElsewhere() {
    Requires.device();
    System.setProperty(PROPERTY, folder.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty(PROPERTY);
  }

  private static ExportedProgram product() {
    return ProgramSketch.of(
        3,
        at ->
            List.of(
                at.at().call(AtenOps.LINEAR, at.input(DType.FLOAT32, 3, 40), at.weights(20, 40))));
  }

  @Test
  void twoCandidatesAreMeasuredAndOneIsKept() {
    Device device = DeviceChoice.any().choose();
    ImmutableList<Tiling> two = Candidates.of(device.description()).subList(0, 2);
    List<TuningResult.Trial> told = new ArrayList<>();
    TuningResult result =
        Tuning.run(
            Devices.find("any"),
            device.description(),
            two,
            new ProductTrial(device),
            () -> false,
            told::add);
    assertThat(told).hasSize(2);
    assertThat(result.trials()).isEqualTo(told);
    assertThat(result.complete()).isTrue();
    assertThat(told.getLast().relative()).isGreaterThan(0.0);
    Tiling kept = TilingFile.read(device.description()).orElseThrow();
    assertThat(two).contains(kept);
    assertThat(kept.describe()).isEqualTo(result.chosen().tiling());
  }

  /** Every candidate computes the same, in the form of the device and in the other one. */
  @Test
  void whatIsKeptIsUsed() {
    Device device = DeviceChoice.any().choose();
    ExportedProgram program = product();
    try (CompiledModel model = Lowering.compile(program, Target.xpu())) {
      assertThat(model.ledger().notes()).hasSize(1);
      assertThat(model.ledger().notes().getFirst()).contains("the default");
    }
    ImmutableList<Tiling> candidates = Candidates.of(device.description());
    for (Tiling tiling : List.of(candidates.get(2), candidates.getLast())) {
      TilingFile.write(device.description(), tiling);
      Ledger ledger = Agreement.check(tiling.describe(), program, Target.xpu(), 1e-5);
      String note = "products: " + tiling.describe() + ", as octet tune found";
      assertThat(ledger.notes()).containsExactly(note);
      assertThat(ledger.warnings()).doesNotContain(note);
    }
  }
}
