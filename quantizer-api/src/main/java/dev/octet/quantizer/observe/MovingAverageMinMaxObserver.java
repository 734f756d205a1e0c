package dev.octet.quantizer.observe;

import dev.octet.quantizer.spec.QParams;
import dev.octet.tensor.Tensor;

/**
 * PyTorch's MovingAverageMinMaxObserver: both ends of the range move towards those of each new
 * tensor, by a fixed part of the distance. The order of the tensors counts.
 *
 * @param averagingConstant that part, in {@code (0, 1]}
 */
public record MovingAverageMinMaxObserver(ObserverSettings settings, double averagingConstant)
    implements Observer {
  @Override
  public ObserverState initialState() {
    return ObserverState.Range.EMPTY;
  }

  @Override
  public Observation look(Tensor tensor, ObserverState likely) {
    return ValueRanges.scalableRange(this, tensor);
  }

  @Override
  public ObserverState update(ObserverState state, Observation observation) {
    if (!(observation instanceof Observation.Range seen)) {
      return state;
    }
    ObserverState.Range range = (ObserverState.Range) state;
    if (range.isEmpty()) {
      return new ObserverState.Range(seen.min(), seen.max());
    }
    float part = (float) averagingConstant;
    return new ObserverState.Range(
        moved(range.min(), seen.min(), part), moved(range.max(), seen.max(), part));
  }

  /** {@code from} moved towards {@code to}: difference, product and sum, each rounded. */
  static float moved(float from, float to, float part) {
    return from + part * (to - from);
  }

  @Override
  public QParams qparams(ObserverState state) {
    return MinMaxObserver.ofRange(settings, (ObserverState.Range) state);
  }
}
