package dev.octet.quantizer.observe;

import dev.octet.quantizer.spec.QParams;
import dev.octet.tensor.Tensor;

/**
 * PyTorch's MinMaxObserver: the smallest and the largest value of all tensors seen. Infinite values
 * are refused, unless the spec is dynamic: PyTorch's scale is infinite after them.
 */
public record MinMaxObserver(ObserverSettings settings) implements Observer {
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
    return new ObserverState.Range(
        Math.min(seen.min(), range.min()), Math.max(seen.max(), range.max()));
  }

  @Override
  public QParams qparams(ObserverState state) {
    return ofRange(settings, (ObserverState.Range) state);
  }

  static QParams ofRange(ObserverSettings settings, ObserverState.Range range) {
    return range.isEmpty()
        ? QParams.untouched()
        : AffineFormula.compute(settings, new float[] {range.min()}, new float[] {range.max()});
  }
}
