package dev.octet.cli;

import dev.octet.lowering.Ledger;
import dev.octet.lowering.LedgerEntry;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** A ledger as a table for people. */
final class LedgerTable {
  private LedgerTable() {}

  static void print(Ledger ledger, PrintWriter out) {
    out.println("processor " + ledger.processor());
    ledger.warnings().forEach(warning -> out.println("warning: " + warning));
    ledger.notes().forEach(note -> out.println("note: " + note));
    ledger.advice().forEach(line -> out.println("advice: " + line));
    out.println();
    long total =
        ledger.entries().stream()
            .map(LedgerEntry::nanoseconds)
            .mapToLong(time -> time.orElse(0))
            .sum();
    boolean timed = ledger.entries().stream().anyMatch(entry -> entry.nanoseconds().isPresent());
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        row(timed, "TIME", "SHARE", "KERNEL", "BY", "READS", "WRITES", "GMAC", "MODULE", "REASON"));
    for (LedgerEntry entry : ledger.entries()) {
      rows.add(
          row(
              timed,
              time(entry.nanoseconds()),
              share(entry.nanoseconds(), total),
              entry.kernel(),
              (entry.backend() + " " + entry.implementation()).strip(),
              String.join(" ", entry.reads()),
              String.join(" ", entry.writes()),
              entry.multiplyAdds() == 0 ? "" : gigas(entry.multiplyAdds()),
              entry.module(),
              entry.reason()));
    }
    TextTable.print(rows, out);
    out.println();
    totals(ledger, timed ? OptionalLong.of(total) : OptionalLong.empty(), out);
  }

  /** What the kernels could do and do not, apart from what the command prints. */
  static void printWarnings(Ledger ledger, PrintWriter err) {
    ledger.warnings().forEach(warning -> err.println("octet: warning: " + warning));
  }

  private static List<String> row(boolean timed, String... cells) {
    List<String> all = List.of(cells);
    return timed ? all : all.subList(2, all.size());
  }

  private static void totals(Ledger ledger, OptionalLong time, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%d kernels, %d nodes computed when compiling, %d views and the like without a kernel, %s,"
            + " %s for a run%n",
        ledger.entries().size(),
        ledger.folded().size(),
        ledger.merged().size(),
        ledger.multiplyAdds() == 0
            ? ledger.describeCoverage()
            : String.format(
                Locale.ROOT,
                "%s GMAC, %.1f %% of them in int8",
                gigas(ledger.multiplyAdds()),
                100 * ledger.int8Coverage()),
        ProgramTables.size(ledger.frameBytes()));
    time.ifPresent(total ->
        out.printf(
            Locale.ROOT,
            "%.3f ms in all kernels, %.1f GMAC/s%n",
            total / 1e6,
            (double) ledger.multiplyAdds() / Math.max(total, 1)));
  }

  private static String gigas(long multiplyAdds) {
    return String.format(Locale.ROOT, "%.4f", multiplyAdds / 1e9);
  }

  private static String time(OptionalLong nanoseconds) {
    return nanoseconds.isEmpty()
        ? ""
        : String.format(Locale.ROOT, "%.1f us", nanoseconds.getAsLong() / 1e3);
  }

  private static String share(OptionalLong nanoseconds, long total) {
    return nanoseconds.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT, "%.1f %%", 100.0 * nanoseconds.getAsLong() / Math.max(total, 1));
  }
}
