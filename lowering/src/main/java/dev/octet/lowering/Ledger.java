package dev.octet.lowering;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which kernel runs each node of a compiled model, for one combination of input sizes. Every node
 * of the program is in an entry, in {@code folded} or in {@code merged}.
 *
 * @param processor what the native library found, or that there is none
 * @param warnings what is not used, or not computed in the type that was asked for, and why
 * @param notes what was chosen for the device
 * @param advice what would make it faster
 * @param entries in the order in which they run
 * @param folded the nodes that were computed when compiling
 * @param merged the nodes that have no kernel of their own: views, which the kernels around them
 *     see to, what does nothing, as dropout in evaluation, what was taken apart, as attention is
 *     into products and a softmax, and what nobody reads
 * @param frameBytes memory of one run, beside the caller's
 */
public record Ledger(
    String processor,
    ImmutableList<String> warnings,
    ImmutableList<String> notes,
    ImmutableList<String> advice,
    ImmutableList<LedgerEntry> entries,
    ImmutableList<String> folded,
    ImmutableList<String> merged,
    long frameBytes) {

  /** Multiply-adds of one run. */
  public long multiplyAdds() {
    return entries.stream().mapToLong(LedgerEntry::multiplyAdds).sum();
  }

  /** The share of multiply-adds that is computed in integers; 1 if there are none. */
  public double int8Coverage() {
    long total = multiplyAdds();
    long integers =
        entries.stream().filter(LedgerEntry::int8).mapToLong(LedgerEntry::multiplyAdds).sum();
    return total == 0 ? 1 : (double) integers / total;
  }

  /** The coverage as people read it: {@code 98.5 % of the multiply-adds in int8}. */
  public String describeCoverage() {
    return multiplyAdds() == 0
        ? "no multiply-adds"
        : String.format(Locale.ROOT, "%.1f %% of the multiply-adds in int8", 100 * int8Coverage());
  }

  /** The kernel that computes a node, by the node's name without {@code %}. */
  public Optional<LedgerEntry> find(String node) {
    String name = node.startsWith("%") ? node : "%" + node;
    // A node may be computed by several kernels on their own; the last has its result.
    return entries.reversed().stream().filter(entry -> entry.nodes().contains(name)).findFirst();
  }

  /**
   * Everything as a JSON object; names are those of the components, in snake case. The entries are
   * {@code kernels}, and all that is counted stands in {@code totals}.
   */
  public String toJson() {
    return LedgerJson.of(this);
  }

  /** A table, one line for each kernel. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(256);
    text.append("processor ").append(processor).append('\n');
    warnings.forEach(warning -> text.append("warning: ").append(warning).append('\n'));
    notes.forEach(note -> text.append("note: ").append(note).append('\n'));
    advice.forEach(line -> text.append("advice: ").append(line).append('\n'));
    for (LedgerEntry entry : entries) {
      text.append(line(entry)).append('\n');
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%d kernels, %d nodes folded, %s, %,d bytes for a run%n",
            entries.size(),
            folded.size(),
            multiplyAdds() == 0
                ? "no multiply-adds"
                : String.format(
                    Locale.ROOT,
                    "%,d multiply-adds, %.1f %% of them in int8",
                    multiplyAdds(),
                    100 * int8Coverage()),
            frameBytes));
    return text.toString();
  }

  private static String line(LedgerEntry entry) {
    String time =
        entry.nanoseconds().isPresent()
            ? String.format(Locale.ROOT, "%9.1f us  ", entry.nanoseconds().getAsLong() / 1e3)
            : "";
    return time
        + join(entry.reads())
        + " -> "
        + join(entry.writes())
        + "  "
        + entry.kernel()
        + (entry.module().isEmpty() ? "" : " (" + entry.module() + ")")
        + "  "
        + entry.backend()
        + " "
        + entry.implementation()
        + (entry.reason().isEmpty() ? "" : "  [" + entry.reason() + "]");
  }

  private static String join(List<String> texts) {
    return String.join(", ", texts);
  }
}
