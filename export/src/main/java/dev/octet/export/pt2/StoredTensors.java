package dev.octet.export.pt2;

import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
import dev.octet.op.TensorType;
import dev.octet.program.FormatException;
import dev.octet.program.InputSpec;
import dev.octet.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tensors of a file.
 *
 * @param weights parameters and the buffers that a module saves
 * @param constants other buffers, and tensors that the program holds as literals
 */
record StoredTensors(Map<String, Tensor> weights, Map<String, Tensor> constants) {

  /**
   * All tensors in the order of the file, after a check that each input of the graph that needs one
   * finds it, of its type and sizes.
   */
  ImmutableMap<String, Tensor> bind(Graph graph, List<InputSpec> inputs, String where) {
    Map<String, Tensor> state = new LinkedHashMap<>(weights);
    constants.forEach((name, tensor) -> {
      Tensor other = state.putIfAbsent(name, tensor);
      if (other != null && !other.bitEquals(tensor)) {
        throw new FormatException(
            where + ": '" + name + "' is the name of a weight and of a constant that differ");
      }
    });
    for (int i = 0; i < inputs.size(); i++) {
      String name =
          switch (inputs.get(i)) {
            case InputSpec.Parameter(String parameter) -> parameter;
            case InputSpec.Buffer(String buffer, boolean _) -> buffer;
            case InputSpec.Constant(String constant) -> constant;
            case InputSpec.CustomObject _,
                InputSpec.User _,
                InputSpec.Frozen _,
                InputSpec.Token _ ->
                "";
          };
      if (!name.isEmpty()) {
        check(
            name,
            state.get(name),
            graph.inputs().get(i).type() instanceof TensorType type ? type : null,
            where);
      }
    }
    return ImmutableMap.copyOf(state);
  }

  private static void check(
      String name,
      @org.jspecify.annotations.Nullable Tensor tensor,
      @org.jspecify.annotations.Nullable TensorType type,
      String where) {
    if (tensor == null || type == null) {
      throw new FormatException(
          where + ": the file has no tensor '" + name + "', which the program reads");
    }
    boolean fits = tensor.dtype() == type.dtype() && tensor.shape().rank() == type.rank();
    for (int d = 0; fits && d < type.rank(); d++) {
      fits = !type.size(d).isConstant() || type.size(d).constant() == tensor.shape().size(d);
    }
    if (!fits) {
      throw new FormatException(
          String.format(
              Locale.ROOT,
              "%s: tensor '%s' is %s, the program declares %s",
              where,
              name,
              tensor,
              type));
    }
  }
}
