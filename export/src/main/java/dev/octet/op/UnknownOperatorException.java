package dev.octet.op;

import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;

/** An operator that Octet does not know was to be inferred or evaluated. */
public final class UnknownOperatorException extends InputException {
  private static final long serialVersionUID = 1L;

  /** {@code where} names the node, or is empty. */
  public UnknownOperatorException(OpName name, List<OpName> nearest, String where) {
    super(
        String.format(
            Locale.ROOT,
            "unknown operator '%s'%s; nearest known: %s. Decompose it when exporting (run_decompositions), or replace it by a rewrite rule",
            name,
            where.isEmpty() ? "" : " at " + where,
            nearest));
  }
}
