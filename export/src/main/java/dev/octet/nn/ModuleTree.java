package dev.octet.nn;

import dev.octet.nn.trace.ModuleName;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A module and all below it, with dotted paths; a module or parameter reached twice keeps its first
 * path.
 */
final class ModuleTree {
  private final Module root;
  private final IdentityHashMap<Object, ModuleName> names = new IdentityHashMap<>();
  private final List<String> paths = new ArrayList<>();
  private final Map<String, State> states = new LinkedHashMap<>();

  private ModuleTree(Module root) {
    this.root = root;
  }

  static ModuleTree of(Module root) {
    ModuleTree tree = new ModuleTree(root);
    tree.visit(root, "");
    return tree;
  }

  private void visit(Module module, String path) {
    if (names.putIfAbsent(module, new ModuleName(path, module.typeName())) == null) {
      paths.add(path);
    }
    String prefix = path.isEmpty() ? "" : path + ".";
    for (State.Kind kind : List.of(State.Kind.PARAMETER, State.Kind.BUFFER, State.Kind.TEMPORARY)) {
      module
          .states()
          .forEach((name, state) -> {
            if (state.kind() == kind) {
              states.put(prefix + name, state);
            }
          });
    }
    module.children().forEach((name, child) -> visit(child, prefix + name));
  }

  /** By module, by identity. */
  IdentityHashMap<Object, ModuleName> names() {
    return names;
  }

  /** Of every module, outermost first. */
  List<String> paths() {
    return paths;
  }

  /**
   * All parameters and buffers by dotted name; one that is shared appears under each of its names.
   */
  Map<String, State> states() {
    return states;
  }

  void materialize() {
    // Each has a sequence of its own, so the order does not matter; a shared one has the path it
    // was reached by first.
    IdentityHashMap<State, String> first = new IdentityHashMap<>();
    states.forEach((path, state) -> first.putIfAbsent(state, path));
    first.entrySet().parallelStream()
        .forEach(entry -> entry.getKey().materialize(root.seed(), entry.getValue()));
  }

  Map<String, Tensor> savedState() {
    Map<String, Tensor> saved = new LinkedHashMap<>();
    states.forEach((path, state) -> {
      if (state.kind() != State.Kind.TEMPORARY) {
        saved.put(path, state.materialize(root.seed(), path));
      }
    });
    return saved;
  }

  void load(Map<String, Tensor> given) {
    List<String> missing = new ArrayList<>();
    List<String> unfit = new ArrayList<>();
    states.forEach((path, state) -> {
      Tensor tensor = given.get(path);
      if (tensor == null) {
        if (state.kind() != State.Kind.TEMPORARY) {
          missing.add(path);
        }
      } else if (tensor.dtype() != state.dtype() || !tensor.shape().equals(state.shape())) {
        unfit.add(path + " is " + tensor + ", expected " + state.dtype() + state.shape());
      }
    });
    Set<String> unexpected = new LinkedHashSet<>(given.keySet());
    unexpected.removeAll(states.keySet());
    if (!missing.isEmpty() || !unexpected.isEmpty() || !unfit.isEmpty()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "the state does not fit %s: missing %s; unexpected %s; of another type or shape %s",
              root.typeName(),
              missing,
              unexpected,
              unfit));
    }
    states.forEach((path, state) -> {
      Tensor tensor = given.get(path);
      if (tensor != null) {
        state.set(tensor);
      }
    });
  }
}
