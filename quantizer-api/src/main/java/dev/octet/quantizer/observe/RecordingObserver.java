package dev.octet.quantizer.observe;

import com.google.common.collect.ImmutableList;
import dev.octet.quantizer.spec.QParams;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * PyTorch's RecordingObserver: keeps a copy of every tensor, for debugging. Its memory grows with
 * each call.
 */
public record RecordingObserver(ObserverSettings settings) implements Observer {
  @Override
  public ObserverState initialState() {
    return ObserverState.Recorded.EMPTY;
  }

  @Override
  public Observation look(Tensor tensor, ObserverState likely) {
    return new Observation.Copy(tensor.copy(Arena.ofAuto()));
  }

  @Override
  public ObserverState update(ObserverState state, Observation observation) {
    if (!(observation instanceof Observation.Copy copy)) {
      return state;
    }
    ImmutableList<Tensor> tensors = ((ObserverState.Recorded) state).tensors();
    return new ObserverState.Recorded(
        ImmutableList.<Tensor>builderWithExpectedSize(tensors.size() + 1)
            .addAll(tensors)
            .add(copy.tensor())
            .build());
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
