package dev.octet.testkit.quantizer;

import com.google.common.collect.ImmutableList;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * A float program with batches.
 *
 * @param calibration batches to calibrate with, each a tensor for every input of the program
 * @param held a batch that calibration does not see, to compare results on
 */
public record ConformanceModel(
    String name,
    ExportedProgram program,
    ImmutableList<ImmutableList<Tensor>> calibration,
    ImmutableList<Tensor> held) {

  public static ConformanceModel of(
      String name, ExportedProgram program, List<List<Tensor>> calibration, List<Tensor> held) {
    return new ConformanceModel(
        name,
        program,
        calibration.stream().map(ImmutableList::copyOf).collect(ImmutableList.toImmutableList()),
        ImmutableList.copyOf(held));
  }

  @Override
  public String toString() {
    return name;
  }
}
