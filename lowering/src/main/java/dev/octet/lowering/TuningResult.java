package dev.octet.lowering;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;

/**
 * What {@link Tuning} has found.
 *
 * @param trials all that were measured, in order; the first is what is used without tuning
 * @param chosen one of them
 * @param complete whether all candidates were measured within the time
 * @param file where the choice is kept
 */
public record TuningResult(
    DeviceInfo device, ImmutableList<Trial> trials, Trial chosen, boolean complete, Path file) {

  /**
   * One way to divide products.
   *
   * @param tiling for people
   * @param relative the time that products take, 1 for the first; infinite if the device does not
   *     take it
   */
  public record Trial(String tiling, double relative) {}
}
