package dev.octet.quantizer.rule;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.op.NearestNames;
import dev.octet.op.OpName;
import dev.octet.quantizer.spec.QuantizationConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rules of a quantizer. Which rule wins for a node:
 *
 * <ol>
 *   <li>rules by glob, regular expression, operator and depth, in the order in which they were
 *       given: the first one that selects the node;
 *   <li>rules by module name, in their order;
 *   <li>rules by function or module type, in their order; there is one for each operator, and
 *       setting it again takes the place of the first;
 *   <li>the global configuration, for what the recipe quantizes by default.
 * </ol>
 *
 * The last three are PyTorch's. All rules quantize statically, or all dynamically.
 */
public record RuleSet(ImmutableList<Rule> rules, Matching matching) {
  private static final RuleSet EMPTY = new RuleSet(ImmutableList.of(), Matching.BY_SOURCE);

  public RuleSet {
    Map<Boolean, Rule> modes = new LinkedHashMap<>();
    for (Rule rule : rules) {
      if (rule.config().isEmpty() || rule.config().get().inputActivation() == null) {
        continue;
      }
      boolean dynamic = rule.config().get().isDynamic();
      modes.putIfAbsent(dynamic, rule);
      Rule other = modes.get(!dynamic);
      if (other != null) {
        throw new RuleException(
            String.format(
                Locale.ROOT,
                "%s is %s, but %s is %s; one quantizer cannot mix the two: compose two quantizers"
                    + " with ComposableQuantizer, or use one mode",
                other,
                dynamic ? "static" : "dynamic",
                rule,
                dynamic ? "dynamic" : "static"));
      }
    }
  }

  /** No rules, matching by source. */
  public static RuleSet empty() {
    return EMPTY;
  }

  /**
   * These rules and one more. A second global rule, and a second rule for the same operator type or
   * module name, takes the place of the first.
   */
  public RuleSet with(Selector selector, Optional<QuantizationConfig> config, String source) {
    Rule added = new Rule(selector, config, source);
    List<Rule> all = new ArrayList<>(rules);
    for (int i = 0; i < all.size(); i++) {
      if (sameSlot(all.get(i).selector(), selector)) {
        all.set(i, added);
        return new RuleSet(ImmutableList.copyOf(all), matching);
      }
    }
    all.add(added);
    return new RuleSet(ImmutableList.copyOf(all), matching);
  }

  public RuleSet matching(Matching other) {
    return new RuleSet(rules, other);
  }

  private static boolean sameSlot(Selector a, Selector b) {
    Optional<OpName> first = typeOperator(a);
    return first.isPresent() ? first.equals(typeOperator(b)) : a.equals(b);
  }

  private static Optional<OpName> typeOperator(Selector selector) {
    return switch (selector) {
      case Selector.FunctionType type -> Optional.of(type.operator());
      case Selector.ModuleType type -> Optional.of(type.operator());
      default -> Optional.empty();
    };
  }

  /** The rules in the order in which they are asked. */
  public ImmutableList<Rule> stages() {
    ImmutableList.Builder<Rule> stages = ImmutableList.builder();
    for (int stage = 0; stage < 4; stage++) {
      for (Rule rule : rules) {
        if (stageOf(rule.selector()) == stage) {
          stages.add(rule);
        }
      }
    }
    return stages.build();
  }

  private static int stageOf(Selector selector) {
    return switch (selector) {
      case Selector.Glob _, Selector.Regex _, Selector.Operator _, Selector.Depth _ -> 0;
      case Selector.ModuleName _ -> 1;
      case Selector.FunctionType _, Selector.ModuleType _ -> 2;
      case Selector.Global _ -> 3;
    };
  }

  /** The first rule that selects a node, in the order of {@link #stages}. */
  public Optional<Rule> ruleFor(Node node) {
    return stages().stream().filter(rule -> rule.selector().selects(node)).findFirst();
  }

  /**
   * Refuses rules that select nothing.
   *
   * @throws RuleException naming the rule and the nearest names that the model has
   */
  public void requireMatches(Graph graph) {
    for (Rule rule : rules) {
      if (!(rule.selector() instanceof Selector.Global)
          && graph.nodes().stream().noneMatch(rule.selector()::selects)) {
        throw new RuleException(rule + " selects nothing in this model; " + hint(rule, graph));
      }
    }
  }

  private static String hint(Rule rule, Graph graph) {
    if (rule.selector().isByOperator()) {
      Set<String> ops =
          graph.nodes().stream()
              .map(node -> node.op().name().toString())
              .collect(Collectors.toCollection(TreeSet::new));
      return "its operators are " + String.join(", ", ops);
    }
    Set<String> paths =
        graph.nodes().stream()
            .flatMap(node -> node.origin().modules().stream())
            .map(frame -> Selector.plain(frame.path()))
            .filter(path -> !path.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    String asked =
        switch (rule.selector()) {
          case Selector.ModuleName(String path) -> path;
          case Selector.Glob(String pattern) -> pattern;
          case Selector.Regex(String pattern) -> pattern;
          default -> "";
        };
    return paths.isEmpty()
        ? "its nodes carry no module paths"
        : "nearest module paths: " + String.join(", ", NearestNames.nearest(asked, paths, 3));
  }
}
