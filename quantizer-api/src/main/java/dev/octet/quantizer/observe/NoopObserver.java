package dev.octet.quantizer.observe;

import dev.octet.quantizer.spec.QParams;
import dev.octet.tensor.Tensor;

/** PyTorch's NoopObserver: marks a tensor that is converted to another floating-point type. */
public record NoopObserver(ObserverSettings settings) implements Observer {
  @Override
  public ObserverState initialState() {
    return new ObserverState.Stateless();
  }

  @Override
  public Observation look(Tensor tensor, ObserverState likely) {
    return Observation.Nothing.NOTHING;
  }

  @Override
  public ObserverState update(ObserverState state, Observation observation) {
    return state;
  }

  @Override
  public boolean computesQParams() {
    return false;
  }

  @Override
  public QParams qparams(ObserverState state) {
    throw PlaceholderObserver.noParameters(this);
  }
}
