package dev.octet.op.infer;

import com.google.common.collect.ImmutableMap;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import java.util.HashMap;
import java.util.Map;

/** Collects the rules of all families; a name that two families claim is a defect and refused. */
final class TypeRules {
  private final Map<OpName, TypeRule> rules = new HashMap<>();

  /** One rule for several operators, by short name: {@code "aten.relu.default"}. */
  void add(TypeRule rule, String... names) {
    for (String name : names) {
      if (rules.putIfAbsent(OpName.parse(name), rule) != null) {
        throw new IllegalStateException("two type rules for " + name);
      }
    }
  }

  /**
   * The same, also for the in-place twins that the catalogue has: {@code "aten.relu_.default"} for
   * {@code "aten.relu.default"}.
   */
  void addWithTwins(TypeRule rule, String... names) {
    add(rule, names);
    for (String name : names) {
      OpName twin = OpName.parse(name).inPlace();
      if (OpCatalog.standard().find(twin).isPresent()) {
        add(rule, twin.toString());
      }
    }
  }

  ImmutableMap<OpName, TypeRule> build() {
    return ImmutableMap.copyOf(rules);
  }
}
