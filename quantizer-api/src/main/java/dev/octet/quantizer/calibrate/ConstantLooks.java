package dev.octet.quantizer.calibrate;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.observe.Observation;
import dev.octet.quantizer.observe.RunningObserver;
import dev.octet.quantizer.prepare.PreparedProgram;
import dev.octet.quantizer.prepare.StateEditor;
import dev.octet.tensor.Tensor;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What observers of weights saw. A weight is the same in every batch, so it is looked at once; what
 * was seen is applied to the state as often as ever. Thread-safe.
 */
final class ConstantLooks {
  /** The names of observer nodes that watch parameters, constants, or buffers no run writes. */
  private final Set<String> ofConstants = new HashSet<>();

  private final Map<String, Observation> seen = new ConcurrentHashMap<>();

  ConstantLooks(PreparedProgram prepared) {
    ExportedProgram program = prepared.program();
    Set<String> written = StateEditor.written(program);
    Set<Value> constants = new HashSet<>();
    for (int i = 0; i < program.inputs().size(); i++) {
      String name = StateEditor.stateName(program.inputs().get(i));
      if (!name.isEmpty() && !written.contains(name)) {
        constants.add(program.graph().inputs().get(i));
      }
    }
    for (Node node : program.graph().nodes()) {
      if (PreparedProgram.isObserver(node) && constants.contains(prepared.watched(node))) {
        ofConstants.add(node.name());
      }
    }
  }

  /** What the observer sees in the tensor that an {@code octet.observe} node gave. */
  Observation look(Value observed, RunningObserver observer, Tensor tensor) {
    if (!ofConstants.contains(observed.name()) || !observer.observer().looksAtTensorOnly()) {
      return observer.look(tensor);
    }
    return seen.computeIfAbsent(observed.name(), _ -> observer.look(tensor));
  }
}
