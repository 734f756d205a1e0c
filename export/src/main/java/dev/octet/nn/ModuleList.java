package dev.octet.nn;

import com.google.common.collect.ImmutableList;
import java.util.Iterator;
import java.util.List;

/** Modules by number; how they are called is up to the module that holds the list. */
public final class ModuleList<M extends Module> extends Module implements Iterable<M> {
  private final ImmutableList<M> modules;

  public ModuleList(List<M> modules) {
    this.modules = ImmutableList.copyOf(modules);
    for (int i = 0; i < modules.size(); i++) {
      add(Integer.toString(i), modules.get(i));
    }
  }

  public M get(int index) {
    return modules.get(index);
  }

  public int size() {
    return modules.size();
  }

  @Override
  public Iterator<M> iterator() {
    return modules.iterator();
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.container.ModuleList";
  }
}
