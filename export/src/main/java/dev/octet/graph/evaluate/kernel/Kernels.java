package dev.octet.graph.evaluate.kernel;

import com.google.common.collect.ImmutableMap;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import java.util.HashMap;
import java.util.Map;

/** Collects the kernels of all families; a name that two families claim is a defect and refused. */
final class Kernels {
  private final Map<OpName, Kernel> kernels = new HashMap<>();

  /** One kernel for several operators, by short name: {@code "aten.relu.default"}. */
  void add(Kernel kernel, String... names) {
    for (String name : names) {
      if (kernels.putIfAbsent(OpName.parse(name), kernel) != null) {
        throw new IllegalStateException("two kernels for " + name);
      }
    }
  }

  /**
   * The same, also for the in-place twins that the catalogue has: {@code "aten.relu_.default"} for
   * {@code "aten.relu.default"}.
   */
  void addWithTwins(Kernel kernel, String... names) {
    add(kernel, names);
    for (String name : names) {
      OpName twin = OpName.parse(name).inPlace();
      if (OpCatalog.standard().find(twin).isPresent()) {
        add(kernel, twin.toString());
      }
    }
  }

  ImmutableMap<OpName, Kernel> build() {
    return ImmutableMap.copyOf(kernels);
  }
}
