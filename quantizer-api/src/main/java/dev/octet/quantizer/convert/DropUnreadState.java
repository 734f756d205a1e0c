package dev.octet.quantizer.convert;

import dev.octet.graph.Graph;
import dev.octet.graph.Value;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.quantizer.prepare.StateEditor;
import java.util.List;
import java.util.Set;

/** Takes parameters, buffers and constants away that nothing reads and nothing writes. */
final class DropUnreadState {
  private DropUnreadState() {}

  static ExportedProgram apply(ExportedProgram program) {
    Graph graph = program.graph();
    Set<String> written = StateEditor.written(program);
    StateEditor state = new StateEditor(program);
    List<Value> inputs = graph.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      InputSpec spec = program.inputs().get(i);
      String name = StateEditor.stateName(spec);
      Value input = inputs.get(i);
      if (!name.isEmpty()
          && !written.contains(name)
          && graph.uses(input).isEmpty()
          && !graph.isOutput(input)) {
        state.remove(input);
      }
    }
    state.removeUnlisted();
    return state.program(graph.nodes(), graph.outputs());
  }
}
