package dev.octet.testkit;

import static com.google.common.collect.MoreCollectors.onlyElement;

import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.graph.verify.Dialect;
import dev.octet.quantizer.convert.reference.ReferenceRepresentation;

/** The rewrites that make a quantized graph compute in integers, by name. */
final class ReferenceRules {
  private ReferenceRules() {}

  /**
   * A tester of the rule of this name.
   *
   * @param tolerance relative: a quarter is one quantum where the result is 4
   */
  static RuleTester tester(String name, double tolerance) {
    RewriteRule rule =
        ReferenceRepresentation.rules().stream()
            .filter(candidate -> candidate.name().equals(name))
            .collect(onlyElement());
    return RuleTester.ruleTester(rule).in(Dialect.QUANTIZED).within(tolerance);
  }
}
