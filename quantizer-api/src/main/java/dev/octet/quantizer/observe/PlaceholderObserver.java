package dev.octet.quantizer.observe;

import dev.octet.quantizer.spec.QParams;
import dev.octet.tensor.Tensor;
import java.util.Locale;

/**
 * PyTorch's PlaceholderObserver: marks a tensor that is quantized dynamically, or converted to
 * float16.
 */
public record PlaceholderObserver(ObserverSettings settings) implements Observer {
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
    throw noParameters(this);
  }

  static ObserverException noParameters(Observer observer) {
    return new ObserverException(
        String.format(
            Locale.ROOT,
            "%s for %s computes no scale and zero point; for static quantization the spec must name another observer, such as Histogram",
            observer.className(),
            observer.settings().dtype()));
  }
}
