package dev.octet.graph.rewrite;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Records what passes and rules did. Not thread-safe; {@link #OFF} records nothing. */
public final class PassTrace {
  public static final PassTrace OFF = new PassTrace(false);

  /**
   * What one rule or pass did in one run.
   *
   * @param name of the rule or pass
   * @param fired how often a rule applied; of a pass, 1 if it changed the graph
   * @param nodesBefore of the graph that went in
   * @param nodesAfter of the graph that came out; of a rule, of the run that it was part of
   * @param time spent matching and applying
   */
  public record Entry(String name, int fired, int nodesBefore, int nodesAfter, Duration time) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-40s fired %6d, nodes %6d to %6d, %8.3f ms",
          name,
          fired,
          nodesBefore,
          nodesAfter,
          time.toNanos() / 1e6);
    }
  }

  private final boolean on;
  private final List<Entry> entries = new ArrayList<>();

  private PassTrace(boolean on) {
    this.on = on;
  }

  public static PassTrace on() {
    return new PassTrace(true);
  }

  void add(Entry entry) {
    if (on) {
      entries.add(entry);
    }
  }

  /** In the order in which they ended: the rules of a pass before the pass. */
  public ImmutableList<Entry> entries() {
    return ImmutableList.copyOf(entries);
  }

  /** How often a rule or pass fired, over all runs. */
  public int fired(String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).mapToInt(Entry::fired).sum();
  }

  /** One line for each entry. */
  @Override
  public String toString() {
    return String.join("\n", entries.stream().map(Entry::toString).toList());
  }
}
