package dev.octet.testkit.quantizer;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** A quantizer that breaks its contract; what it threw itself is among the suppressed errors. */
public final class ConformanceError extends AssertionError {
  private static final long serialVersionUID = 1L;

  private final transient ImmutableList<Failure> failures;

  ConformanceError(String quantizer, List<Failure> failures) {
    super(message(quantizer, failures));
    this.failures = ImmutableList.copyOf(failures);
    this.failures.forEach(failure -> failure.cause().ifPresent(this::addSuppressed));
  }

  /** Every failure, by model and step. */
  public ImmutableList<Failure> failures() {
    return failures;
  }

  private static String message(String quantizer, List<Failure> failures) {
    StringBuilder text = new StringBuilder();
    text.append(quantizer)
        .append(failures.size() == 1 ? " fails once:" : " fails " + failures.size() + " times:");
    failures.forEach(failure -> text.append("\n  ").append(failure));
    return text.toString();
  }
}
