package dev.octet.lowering.opencl.tune;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import dev.octet.lowering.device.DeviceDescription;
import dev.octet.lowering.device.DeviceException;
import dev.octet.lowering.device.DeviceType;
import dev.octet.lowering.opencl.template.Tiling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TunerTest {
  private static final DeviceDescription GPU = device(DeviceType.GPU, 1024, 65536);
  private static final ImmutableList<Tiling> CANDIDATES = Candidates.of(GPU);

  private static DeviceDescription device(DeviceType type, int items, int local) {
    return DeviceDescription.builder()
        .type(type)
        .maxWorkGroupSize(items)
        .localMemory(local)
        .build();
  }

  /** Says how long two products take, by the place of the candidate. */
  private static ProductTimer timer(Map<Integer, double[]> times) {
    return tiling -> {
      double[] known = times.get(CANDIDATES.indexOf(tiling));
      if (known != null && known.length == 0) {
        throw DeviceException.of("running a kernel", -54);
      }
      return ImmutableDoubleArray.copyOf(known == null ? new double[] {4, 9} : known);
    };
  }

  private static ImmutableList<Trial> measure(Map<Integer, double[]> times) {
    return Tuner.measure(CANDIDATES, timer(times), () -> false, _ -> {});
  }

  @Test
  void theGeometricMeanCounts() {
    // Half of one and the same of the other is better than a little less of both.
    ImmutableList<Trial> trials =
        measure(Map.of(2, new double[] {2, 9}, 4, new double[] {3.6, 8.1}));
    assertThat(trials).hasSize(CANDIDATES.size());
    assertThat(trials.get(0).relative()).isEqualTo(1);
    assertThat(trials.get(2).relative()).isWithin(1e-9).of(Math.sqrt(0.5));
    assertThat(trials.get(4).relative()).isWithin(1e-9).of(0.9);
    assertThat(Tuner.best(trials).tiling()).isEqualTo(CANDIDATES.get(2));
  }

  @Test
  void theUsualTilingStaysUnlessAnotherIsClearlyBetter() {
    ImmutableList<Trial> trials = measure(Map.of(3, new double[] {3.96, 8.91}));
    assertThat(Tuner.best(trials).tiling()).isEqualTo(CANDIDATES.getFirst());
  }

  @Test
  void whatTheDeviceDoesNotTakeIsPassedOver() {
    Map<Integer, double[]> times = new HashMap<>(Map.of(1, new double[0]));
    times.put(2, new double[] {2, 4});
    ImmutableList<Trial> trials = measure(times);
    assertThat(trials.get(1).relative()).isPositiveInfinity();
    assertThat(Tuner.best(trials).tiling()).isEqualTo(CANDIDATES.get(2));
  }

  @Test
  void whenTheTimeIsUpWhatWasMeasuredCounts() {
    List<Trial> told = new ArrayList<>();
    ImmutableList<Trial> trials =
        Tuner.measure(
            CANDIDATES, timer(Map.of(1, new double[] {1, 1})), () -> told.size() == 2, told::add);
    assertThat(trials).hasSize(2);
    assertThat(told).isEqualTo(trials);
    assertThat(Tuner.best(trials).tiling()).isEqualTo(CANDIDATES.get(1));
    assertThat(Tuner.measure(CANDIDATES, timer(Map.of()), () -> true, _ -> {})).hasSize(1);
  }

  @Test
  void candidatesAreThoseOfTheDevice() {
    assertThat(Tiling.of(GPU)).isEqualTo(CANDIDATES.getFirst());
    assertThat(CANDIDATES.getFirst().inLocalMemory()).isTrue();
    assertThat(CANDIDATES).containsNoDuplicates();
    ImmutableList<Tiling> small = Candidates.of(device(DeviceType.GPU, 64, 8192));
    for (Tiling tiling : small) {
      assertThat(tiling.local().fits(64, 8192)).isTrue();
    }
    assertThat(Candidates.of(device(DeviceType.CPU, 4096, 1 << 20)).getFirst().inLocalMemory())
        .isFalse();
  }
}
