package dev.octet.quantizer.observe;

import dev.octet.quantizer.spec.QParams;
import dev.octet.tensor.Tensor;
import java.util.Locale;

/** PyTorch's PerChannelMinMaxObserver: the smallest and the largest value of each channel. */
public record PerChannelMinMaxObserver(ObserverSettings settings) implements Observer {
  @Override
  public ObserverState initialState() {
    return ObserverState.Channels.EMPTY;
  }

  @Override
  public Observation look(Tensor tensor, ObserverState likely) {
    return ValueRanges.scalableChannels(this, tensor);
  }

  @Override
  public ObserverState update(ObserverState state, Observation observation) {
    if (!(observation instanceof Observation.Channels seen)) {
      return state;
    }
    ObserverState.Channels channels = (ObserverState.Channels) state;
    if (channels.isEmpty()) {
      return ObserverState.Channels.owning(seen.min(), seen.max());
    }
    requireSameChannels(this, channels, seen);
    float[] min = new float[channels.size()];
    float[] max = new float[channels.size()];
    for (int i = 0; i < min.length; i++) {
      min[i] = Math.min(channels.min(i), seen.min()[i]);
      max[i] = Math.max(channels.max(i), seen.max()[i]);
    }
    return ObserverState.Channels.owning(min, max);
  }

  @Override
  public QParams qparams(ObserverState state) {
    return ofChannels(settings, (ObserverState.Channels) state);
  }

  static void requireSameChannels(
      Observer observer, ObserverState.Channels channels, Observation.Channels seen) {
    if (channels.size() != seen.min().length) {
      throw new ObserverException(
          String.format(
              Locale.ROOT,
              "%s: the tensor has %d channels at axis %d, earlier ones had %d; a per-channel observer needs the same number at each call",
              observer.className(),
              seen.min().length,
              observer.settings().requiredAxis(),
              channels.size()));
    }
  }

  static QParams ofChannels(ObserverSettings settings, ObserverState.Channels channels) {
    if (channels.isEmpty()) {
      return QParams.untouched();
    }
    float[] min = new float[channels.size()];
    float[] max = new float[channels.size()];
    for (int i = 0; i < min.length; i++) {
      min[i] = channels.min(i);
      max[i] = channels.max(i);
    }
    return AffineFormula.compute(settings, min, max);
  }
}
