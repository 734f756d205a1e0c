package dev.octet.lowering;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.device.Device;
import dev.octet.lowering.device.DeviceChoice;
import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.device.DeviceDescription;
import dev.octet.lowering.opencl.template.Tiling;
import dev.octet.lowering.opencl.tune.Candidates;
import dev.octet.lowering.opencl.tune.ProductTimer;
import dev.octet.lowering.opencl.tune.TilingFile;
import dev.octet.lowering.opencl.tune.Trial;
import dev.octet.lowering.opencl.tune.Tuner;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Finds how convolutions and matrix products are best divided among the items of an OpenCL device.
 * The choice is kept for this device and driver; programs that are compiled later, by any process
 * of this user, use it.
 */
public final class Tuning {
  private Tuning() {}

  /**
   * Measures and keeps the choice. Nothing else should run on the device meanwhile.
   *
   * @param device as {@link Target#device} takes it
   * @param limit no measurement begins later
   * @param listener is told of each measurement
   * @throws dev.octet.tensor.InputException if there is no such device, or the choice cannot be
   *     kept
   */
  public static TuningResult run(
      String device, Duration limit, Consumer<TuningResult.Trial> listener) {
    Device chosen = DeviceChoice.parse(device).choose();
    long end = System.nanoTime() + limit.toNanos();
    try (DeviceContext _ = DeviceContext.open(chosen)) { // for programs that are built once
      return run(
          Devices.find(device),
          chosen.description(),
          Candidates.of(chosen.description()),
          new ProductTrial(chosen),
          () -> System.nanoTime() >= end,
          listener);
    }
  }

  /** How many candidates there are for a device; a run tells its listener of at most as many. */
  public static int candidates(String device) {
    return Candidates.of(DeviceChoice.parse(device).choose().description()).size();
  }

  static TuningResult run(
      DeviceInfo info,
      DeviceDescription device,
      List<Tiling> candidates,
      ProductTimer timer,
      BooleanSupplier timeIsUp,
      Consumer<TuningResult.Trial> listener) {
    ImmutableList<Trial> trials =
        Tuner.measure(candidates, timer, timeIsUp, trial -> listener.accept(result(trial)));
    Trial best = Tuner.best(trials);
    TilingFile.write(device, best.tiling());
    return new TuningResult(
        info,
        trials.stream().map(Tuning::result).collect(ImmutableList.toImmutableList()),
        result(best),
        trials.size() == candidates.size(),
        TilingFile.path(device));
  }

  private static TuningResult.Trial result(Trial trial) {
    return new TuningResult.Trial(trial.tiling().describe(), trial.relative());
  }
}
