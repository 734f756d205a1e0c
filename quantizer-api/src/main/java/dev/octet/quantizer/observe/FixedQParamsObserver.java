package dev.octet.quantizer.observe;

import dev.octet.quantizer.spec.QParams;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;

/** PyTorch's FixedQParamsObserver: looks at nothing, its parameters are known. */
public record FixedQParamsObserver(ObserverSettings settings, float scale, int zeroPoint)
    implements Observer {
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
  public boolean needsValues() {
    return false;
  }

  @Override
  public QParams qparams(ObserverState state) {
    return QParams.of(scale, zeroPoint, DType.INT32);
  }
}
