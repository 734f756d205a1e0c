package dev.octet.quantizer.observe;

import dev.octet.quantizer.spec.QParams;
import dev.octet.tensor.Tensor;

/**
 * PyTorch's MovingAveragePerChannelMinMaxObserver: as {@link MovingAverageMinMaxObserver}, for each
 * channel.
 *
 * @param averagingConstant the part of the distance by which an end of a range moves, in {@code (0,
 *     1]}
 */
public record MovingAveragePerChannelMinMaxObserver(
    ObserverSettings settings, double averagingConstant) implements Observer {
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
    PerChannelMinMaxObserver.requireSameChannels(this, channels, seen);
    float part = (float) averagingConstant;
    float[] min = new float[channels.size()];
    float[] max = new float[channels.size()];
    for (int i = 0; i < min.length; i++) {
      min[i] = MovingAverageMinMaxObserver.moved(channels.min(i), seen.min()[i], part);
      max[i] = MovingAverageMinMaxObserver.moved(channels.max(i), seen.max()[i], part);
    }
    return ObserverState.Channels.owning(min, max);
  }

  @Override
  public QParams qparams(ObserverState state) {
    return PerChannelMinMaxObserver.ofChannels(settings, (ObserverState.Channels) state);
  }
}
