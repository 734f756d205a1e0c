package dev.octet.graph.verify;

import com.google.common.collect.ImmutableList;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A graph that is not what it claims to be. The message lists the violations, at most the first
 * hundred.
 */
public final class VerificationException extends InputException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 100;

  private final transient ImmutableList<Violation> violations;

  VerificationException(Dialect dialect, List<Violation> violations) {
    super(message(dialect, violations));
    this.violations = ImmutableList.copyOf(violations);
  }

  /** All of them, in graph order for each rule. */
  public ImmutableList<Violation> violations() {
    return violations;
  }

  private static String message(Dialect dialect, List<Violation> violations) {
    String list =
        violations.stream().limit(SHOWN).map(v -> "\n  " + v).collect(Collectors.joining());
    String rest =
        violations.size() > SHOWN ? "\n  and " + (violations.size() - SHOWN) + " more" : "";
    return String.format(
        Locale.ROOT,
        "the graph is not a %s graph; %d violations:%s%s",
        dialect,
        violations.size(),
        list,
        rest);
  }
}
