package dev.octet.quantizer.observe;

import dev.octet.quantizer.spec.DerivedQuantizationSpec;
import dev.octet.quantizer.spec.FixedQParamsQuantizationSpec;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QParams;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.quantizer.spec.QuantizationSpecBase;
import dev.octet.quantizer.spec.SharedQuantizationSpec;
import dev.octet.quantizer.spec.SpecException;
import dev.octet.tensor.Tensor;

/**
 * Watches a tensor: from a state and a tensor to the next state, and from a state to scale and zero
 * point. An observer is an immutable value and may be used by many threads; {@link RunningObserver}
 * keeps the state. Class names are those of PyTorch.
 *
 * <p>An update has two parts: {@link #look} does all that can be done in any order, {@link #update}
 * the rest. One after the other they are the update of PyTorch's observer.
 */
public sealed interface Observer
    permits MinMaxObserver,
        MovingAverageMinMaxObserver,
        PerChannelMinMaxObserver,
        MovingAveragePerChannelMinMaxObserver,
        HistogramObserver,
        FixedQParamsObserver,
        PlaceholderObserver,
        RecordingObserver,
        NoopObserver {

  ObserverSettings settings();

  /** The state before any tensor. */
  ObserverState initialState();

  /**
   * Looks at a tensor without changing anything.
   *
   * @param tensor any layout; types other than float32 are converted to it
   * @param likely a state of this observer; the closer to the one that {@link #update} will see,
   *     the less work is left for then
   * @throws ObserverException if the tensor holds a NaN, or an infinite value that would make the
   *     scale infinite; or if its shape does not suit the observer
   */
  Observation look(Tensor tensor, ObserverState likely);

  /**
   * True if {@link #look} sees the same in a tensor whatever the state is, so that a tensor that
   * does not change need not be looked at twice.
   */
  default boolean looksAtTensorOnly() {
    return true;
  }

  /**
   * The state after an observation.
   *
   * @param state of this observer
   * @param observation made by {@link #look} of this observer
   * @throws ObserverException if the two do not fit: other channels than before
   */
  ObserverState update(ObserverState state, Observation observation);

  /** {@link #look} and {@link #update} in one. */
  default ObserverState observe(ObserverState state, Tensor tensor) {
    return update(state, look(tensor, state));
  }

  /**
   * True if scale and zero point come from this observer; false if {@link #qparams} always fails.
   */
  default boolean computesQParams() {
    return true;
  }

  /** True if a state that stays empty means that calibration never reached the observer. */
  default boolean needsValues() {
    return computesQParams();
  }

  /**
   * Scale and zero point. Of an empty state these are 1 and 0, as in PyTorch; whoever takes that
   * for a mistake asks {@link ObserverState#isEmpty}.
   *
   * @throws ObserverException if the state allows none, or the observer computes none
   */
  QParams qparams(ObserverState state);

  /** The name of PyTorch's class. */
  default String className() {
    return getClass().getSimpleName();
  }

  /**
   * The observer that a spec asks for.
   *
   * @throws SpecException for a shared or derived spec: these have no observer of their own
   */
  static Observer of(QuantizationSpecBase spec) {
    return switch (spec) {
      case QuantizationSpec observed -> of(observed);
      case FixedQParamsQuantizationSpec fixed ->
          new FixedQParamsObserver(
              ObserverSettings.of(fixed),
              (float) fixed.scale(),
              Math.toIntExact(fixed.zeroPoint()));
      case SharedQuantizationSpec shared ->
          throw new SpecException(
              "a shared spec has no observer of its own; take that of " + shared.sharedWith());
      case DerivedQuantizationSpec derived ->
          throw new SpecException(
              "a derived spec has no observer; its parameters are computed from those of "
                  + derived.derivedFrom());
    };
  }

  private static Observer of(QuantizationSpec spec) {
    ObserverSettings settings = ObserverSettings.of(spec);
    return switch (spec.observer()) {
      case ObserverKind.MinMax kind -> new MinMaxObserver(settings);
      case ObserverKind.MovingAverageMinMax kind ->
          new MovingAverageMinMaxObserver(settings, kind.averagingConstant());
      case ObserverKind.PerChannelMinMax kind -> new PerChannelMinMaxObserver(settings);
      case ObserverKind.MovingAveragePerChannelMinMax kind ->
          new MovingAveragePerChannelMinMaxObserver(settings, kind.averagingConstant());
      case ObserverKind.Histogram kind -> new HistogramObserver(settings, kind.bins());
      case ObserverKind.Placeholder kind -> new PlaceholderObserver(settings);
      case ObserverKind.Recording kind -> new RecordingObserver(settings);
      case ObserverKind.Noop kind -> new NoopObserver(settings);
    };
  }
}
