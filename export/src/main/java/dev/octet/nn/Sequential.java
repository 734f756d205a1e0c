package dev.octet.nn;

import java.util.List;
import java.util.Map;

/**
 * Modules that are called one after the other; by default their names are {@code 0}, {@code 1}, ….
 */
public class Sequential extends Module {
  @SuppressWarnings("this-escape") // add is final
  public Sequential(Module... modules) {
    for (int i = 0; i < modules.length; i++) {
      add(Integer.toString(i), modules[i]);
    }
  }

  /** With names, in the order of the map. */
  @SuppressWarnings("this-escape") // add is final
  public Sequential(Map<String, ? extends Module> modules) {
    modules.forEach(this::add);
  }

  @Override
  protected Variable forward(Variable x) {
    Variable result = x;
    for (Module module : children().values()) {
      result = module.call(result);
    }
    return result;
  }

  @Override
  public String typeName() {
    return getClass() == Sequential.class
        ? "torch.nn.modules.container.Sequential"
        : super.typeName();
  }

  @Override
  public List<String> argumentNames() {
    return List.of("input");
  }
}
