package dev.octet.op;

import com.google.common.base.Joiner;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;

/** An operator that Octet does not know was to be inferred or evaluated. */
public final class UnknownOperatorException extends InputException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what to do.
   *
   * @param nearest known names that resemble it, best first
   * @param where names the node, or is empty
   */
  public UnknownOperatorException(OpName name, List<OpName> nearest, String where) {
    super(message(name, nearest, where.isEmpty() ? "" : " at " + where));
  }

  private static String message(OpName name, List<OpName> nearest, String at) {
    if (name.isHigherOrder()) {
      return String.format(
          Locale.ROOT,
          "operator '%s'%s runs subgraphs: it can be read, printed and written, not inferred or"
              + " evaluated. Export the model without this control flow, or replace the node by a"
              + " rewrite rule",
          name,
          at);
    }
    return String.format(
        Locale.ROOT,
        "unknown operator '%s'%s; nearest known names: %s. Decompose it when exporting"
            + " (run_decompositions), or replace it by a rewrite rule",
        name,
        at,
        Joiner.on(", ").join(nearest));
  }
}
