package dev.octet.lowering;

import dev.octet.tensor.InputException;
import java.util.Locale;
import java.util.stream.Collectors;

/** Less of a program runs in integers than was required. */
public final class CoverageException extends InputException {
  private static final long serialVersionUID = 1L;

  CoverageException(double required, Ledger ledger) {
    super(
        String.format(
            Locale.ROOT,
            "%.1f %% of the multiply-adds run in int8, %.1f %% are required; not in int8: %s",
            100 * ledger.int8Coverage(),
            100 * required,
            ledger.entries().stream()
                .filter(entry -> entry.multiplyAdds() > 0 && !entry.int8())
                .limit(5)
                .map(entry -> entry.nodes() + " (" + entry.reason() + ")")
                .collect(Collectors.joining(", "))));
  }
}
