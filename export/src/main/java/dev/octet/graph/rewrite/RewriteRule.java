package dev.octet.graph.rewrite;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodePattern;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Replaces what a pattern describes. Stateless. The driver asks a rule again where an application
 * has changed something, until no rule applies; so a rule must not apply to what it has made.
 */
public interface RewriteRule {
  NodePattern<?> pattern();

  /**
   * What takes the place of the root's results.
   *
   * @param builder takes new nodes; they get the merged origin of the matched nodes unless the rule
   *     sets another with {@link GraphBuilder#at}. Their operands may be any values that are
   *     defined before the root.
   * @return values that exist already or were made with the builder; empty if the rule does not
   *     apply after all
   */
  Optional<Replacement> apply(Match match, GraphBuilder builder);

  /** The name in traces and messages. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** A rule from its parts. */
  static RewriteRule of(
      String name,
      NodePattern<?> pattern,
      BiFunction<Match, GraphBuilder, Optional<Replacement>> application) {
    return new RewriteRule() {
      @Override
      public NodePattern<?> pattern() {
        return pattern;
      }

      @Override
      public Optional<Replacement> apply(Match match, GraphBuilder builder) {
        return application.apply(match, builder);
      }

      @Override
      public String name() {
        return name;
      }
    };
  }
}
