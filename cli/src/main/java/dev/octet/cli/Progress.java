package dev.octet.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Says how far a long piece of work has come. Work that ends within a second says nothing. On a
 * terminal one line with a bar is rewritten and at last wiped; elsewhere, as in a log, a line is
 * added every ten seconds. {@link #step()} may be called by any thread.
 */
final class Progress implements AutoCloseable {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration REWRITE = Duration.ofMillis(200);
  private static final Duration ADD = Duration.ofSeconds(10);
  private static final int WIDTH = 24;
  private static final String WIPE_LINE = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean terminal;
  private final String what;
  private final long steps;
  private final AtomicLong done = new AtomicLong();
  private Duration next = FIRST;
  private boolean shown;
  private boolean closed;

  /** Progress that is shown only by {@link #show}; {@code steps} is 0 for work without steps. */
  Progress(PrintWriter err, boolean terminal, String what, long steps) {
    this.err = err;
    this.terminal = terminal;
    this.what = what;
    this.steps = steps;
  }

  /**
   * Watches work until it is closed.
   *
   * @param err the error stream
   * @param what the work, as in "Evaluating"
   * @param steps how often {@link #step()} will be called, or 0 for work without steps
   */
  static Progress start(PrintWriter err, String what, long steps) {
    Progress progress = new Progress(err, Boolean.getBoolean("octet.terminal"), what, steps);
    Thread.ofVirtual().name("progress").start(progress::watch);
    return progress;
  }

  /** As {@link #start}, and on a terminal to be seen from the first moment. */
  static Progress startShown(PrintWriter err, String what, long steps) {
    Progress progress = start(err, what, steps);
    synchronized (progress) {
      if (progress.terminal) {
        progress.next = Duration.ZERO;
      }
    }
    progress.show(Duration.ZERO);
    return progress;
  }

  /** One step is done. */
  void step() {
    done.incrementAndGet();
  }

  /** Shows where the work stands {@code elapsed} after its start, if it is time to. */
  synchronized void show(Duration elapsed) {
    if (closed || elapsed.compareTo(next) < 0) {
      return;
    }
    next = elapsed.plus(terminal ? REWRITE : ADD);
    shown = true;
    if (terminal) {
      err.print(WIPE_LINE + line(elapsed));
      err.flush();
    } else {
      err.println(line(elapsed));
    }
  }

  /** The work has ended, well or not. */
  @Override
  public synchronized void close() {
    closed = true;
    if (terminal && shown) {
      err.print(WIPE_LINE);
      err.flush();
    }
    notifyAll();
  }

  private synchronized void watch() {
    long start = System.nanoTime();
    try {
      while (!closed) {
        wait(REWRITE.toMillis());
        show(Duration.ofNanos(System.nanoTime() - start));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the process ends: nobody is left to tell
    }
  }

  private String line(Duration elapsed) {
    long count = done.get();
    if (steps == 0) {
      return String.format(Locale.ROOT, "%s: %d s", what, elapsed.toSeconds());
    }
    return String.format(
        Locale.ROOT,
        "%s:%s %d of %d (%d %%), %d s",
        what,
        terminal ? bar(count) : "",
        count,
        steps,
        100 * count / steps,
        elapsed.toSeconds());
  }

  private String bar(long count) {
    int full = Math.toIntExact(WIDTH * Math.min(count, steps) / steps);
    return " [" + "#".repeat(full) + ".".repeat(WIDTH - full) + "]";
  }
}
