package dev.octet.testkit.quantizer;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.quantizer.annotate.Quantizer;
import java.util.List;
import java.util.function.Supplier;

/** Runs the kit on one small model. */
final class Breaches {
  private Breaches() {}

  /** The failures; the first is of this step. */
  static List<Failure> failures(Step step, Supplier<Quantizer> quantizer) {
    ConformanceError error =
        assertThrows(
            ConformanceError.class, () -> QuantizerConformance.of(quantizer).on("mlp").check());
    assertThat(error.failures().getFirst().step()).isEqualTo(step);
    assertThat(error).hasMessageThat().contains("mlp, " + step);
    return error.failures();
  }

  /** The only failure. */
  static Failure failure(Step step, Supplier<Quantizer> quantizer) {
    List<Failure> failures = failures(step, quantizer);
    assertWithMessage("%s", failures).that(failures).hasSize(1);
    return failures.getFirst();
  }
}
