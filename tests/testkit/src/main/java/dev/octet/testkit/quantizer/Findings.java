package dev.octet.testkit.quantizer;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The failures on one model. Not thread-safe. */
final class Findings {
  private final String model;
  private final List<Failure> failures = new ArrayList<>();

  Findings(String model) {
    this.model = model;
  }

  void add(Step step, String where, String problem) {
    failures.add(new Failure(model, step, where, problem, Optional.empty()));
  }

  /** The result of a step; empty, with a failure noted, if it throws. */
  <T> Optional<T> attempt(Step step, Supplier<T> body) {
    try {
      return Optional.of(body.get());
    } catch (RuntimeException e) {
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      failures.add(new Failure(model, step, "", message, Optional.of(e)));
      return Optional.empty();
    }
  }

  void attempt(Step step, Runnable body) {
    attempt(
        step,
        () -> {
          body.run();
          return true;
        });
  }

  ImmutableList<Failure> failures() {
    return ImmutableList.copyOf(failures);
  }
}
