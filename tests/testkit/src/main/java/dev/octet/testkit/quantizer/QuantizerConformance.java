package dev.octet.testkit.quantizer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.quantizer.annotate.Quantizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Checks that a quantizer keeps its contract, on every golden model: sound annotations with a
 * decision for each node, the same from run to run; a program that prepares, converts, verifies, is
 * written and read back, and evaluates close to float; an input program that stays as it was.
 *
 * <pre>{@code
 * @Test
 * void keepsTheContract() {
 *   QuantizerConformance.of(MyQuantizer::new).sqnrAtLeast(15).check();
 * }
 * }</pre>
 *
 * <p>Immutable.
 */
public final class QuantizerConformance {
  /** A tenth of the signal's power may be noise. */
  private static final double DEFAULT_SQNR = 10;

  private final Supplier<? extends Quantizer> quantizers;
  private final double sqnr;
  private final ImmutableMap<String, Double> sqnrByModel;
  private final ImmutableMap<String, Supplier<ConformanceModel>> models;

  private QuantizerConformance(
      Supplier<? extends Quantizer> quantizers,
      double sqnr,
      Map<String, Double> sqnrByModel,
      Map<String, Supplier<ConformanceModel>> models) {
    this.quantizers = quantizers;
    this.sqnr = sqnr;
    this.sqnrByModel = ImmutableMap.copyOf(sqnrByModel);
    this.models = ImmutableMap.copyOf(models);
  }

  /**
   * A check on all {@link GoldenModels}.
   *
   * @param quantizers gives a new instance each time, configured alike
   */
  public static QuantizerConformance of(Supplier<? extends Quantizer> quantizers) {
    Map<String, Supplier<ConformanceModel>> models = new LinkedHashMap<>();
    GoldenModels.names().forEach(name -> models.put(name, () -> GoldenModels.load(name)));
    return new QuantizerConformance(quantizers, DEFAULT_SQNR, Map.of(), models);
  }

  /**
   * How close to float every output must be: the least ratio of signal to quantization noise on a
   * batch that calibration has not seen, in dB; 10 if it is not set.
   */
  public QuantizerConformance sqnrAtLeast(double decibels) {
    return new QuantizerConformance(quantizers, decibels, sqnrByModel, models);
  }

  /** Another limit for one model. */
  public QuantizerConformance sqnrAtLeast(String model, double decibels) {
    Preconditions.checkArgument(
        models.containsKey(model), "no model '%s'; there are %s", model, models.keySet());
    Map<String, Double> limits = new LinkedHashMap<>(sqnrByModel);
    limits.put(model, decibels);
    return new QuantizerConformance(quantizers, sqnr, limits, models);
  }

  /** Adds a model of one's own. */
  public QuantizerConformance with(ConformanceModel model) {
    Map<String, Supplier<ConformanceModel>> more = new LinkedHashMap<>(models);
    more.put(model.name(), () -> model);
    return new QuantizerConformance(quantizers, sqnr, sqnrByModel, more);
  }

  /** Only these models, for looking into a failure. */
  public QuantizerConformance on(String... names) {
    Map<String, Supplier<ConformanceModel>> fewer = new LinkedHashMap<>();
    for (String name : names) {
      Supplier<ConformanceModel> model = models.get(name);
      Preconditions.checkArgument(
          model != null, "no model '%s'; there are %s", name, models.keySet());
      fewer.put(name, model);
    }
    return new QuantizerConformance(quantizers, sqnr, sqnrByModel, fewer);
  }

  /**
   * Runs every step on every model.
   *
   * @return how far each model was quantized, and how close to float it is
   * @throws ConformanceError listing every failure with its model, step and node
   */
  public ConformanceReport check() {
    List<Failure> failures = new ArrayList<>();
    List<ConformanceReport.Entry> entries = new ArrayList<>();
    models.forEach((name, model) -> {
      ModelCheckup checkup =
          new ModelCheckup(quantizers, model.get(), sqnrByModel.getOrDefault(name, sqnr));
      checkup.run();
      failures.addAll(checkup.failures());
      entries.add(checkup.entry());
    });
    if (failures.isEmpty() && entries.stream().allMatch(entry -> entry.quantized() == 0)) {
      failures.add(
          new Failure(
              "all models",
              Step.QUANTIZE,
              "",
              "no node of any model is quantized",
              Optional.empty()));
    }
    if (!failures.isEmpty()) {
      throw new ConformanceError(quantizers.get().name(), failures);
    }
    return new ConformanceReport(ImmutableList.copyOf(entries));
  }
}
