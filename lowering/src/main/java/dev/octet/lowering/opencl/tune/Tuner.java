package dev.octet.lowering.opencl.tune;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import dev.octet.lowering.device.DeviceException;
import dev.octet.lowering.opencl.template.Tiling;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Measures candidates and chooses. */
public final class Tuner {
  /** Less of a gain may be chance. */
  private static final double LEAST_GAIN = 0.98;

  private Tuner() {}

  /**
   * Measures candidates, the first of them in any case.
   *
   * @param candidates the first is the usual one
   * @param timeIsUp asked before each of the others
   * @param listener is told of each
   * @return what was measured, in the same order
   * @throws DeviceException if the device does not take the first
   */
  public static ImmutableList<Trial> measure(
      List<Tiling> candidates,
      ProductTimer timer,
      BooleanSupplier timeIsUp,
      Consumer<Trial> listener) {
    ImmutableDoubleArray usual = timer.measure(candidates.getFirst());
    ImmutableList.Builder<Trial> trials = ImmutableList.builder();
    for (Tiling candidate : candidates) {
      boolean first = candidate.equals(candidates.getFirst());
      if (!first && timeIsUp.getAsBoolean()) {
        break;
      }
      Trial trial = new Trial(candidate, first ? 1 : relative(timer, candidate, usual));
      trials.add(trial);
      listener.accept(trial);
    }
    return trials.build();
  }

  private static double relative(ProductTimer timer, Tiling candidate, ImmutableDoubleArray usual) {
    ImmutableDoubleArray times;
    try {
      times = timer.measure(candidate);
    } catch (DeviceException e) {
      if (e.deviceLost()) {
        throw e;
      }
      return Double.POSITIVE_INFINITY; // too much of something for this device
    }
    double logarithms = 0;
    for (int i = 0; i < usual.length(); i++) {
      logarithms += Math.log(times.get(i) / usual.get(i));
    }
    return Math.exp(logarithms / usual.length());
  }

  /** The fastest, but the first unless another one is faster by more than chance. */
  public static Trial best(List<Trial> trials) {
    Trial fastest = trials.stream().min(Comparator.comparingDouble(Trial::relative)).orElseThrow();
    return fastest.relative() < LEAST_GAIN ? fastest : trials.getFirst();
  }
}
