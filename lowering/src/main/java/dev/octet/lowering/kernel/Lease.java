package dev.octet.lowering.kernel;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Memory that lives as long as somebody wants it: its owner, until that closes this, and other
 * leases that {@link #keep} it, until they are closed. So plans share what one of them has made,
 * and runs in work outlive the model that is closed meanwhile. Thread-safe.
 */
public final class Lease implements AutoCloseable {
  private final Arena arena;
  private final boolean owned;
  private final Set<Lease> kept = new HashSet<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private int holders = 1;
  private boolean closed;

  /** New memory. */
  public Lease() {
    this(Arena.ofShared(), true);
  }

  private Lease(Arena arena, boolean owned) {
    this.arena = arena;
    this.owned = owned;
  }

  /** Memory that is freed by whoever made the arena. */
  public static Lease of(Arena arena) {
    return new Lease(arena, false);
  }

  /** Where to allocate what lives as long as this. */
  public Arena arena() {
    return arena;
  }

  /** Has something done when the memory has been freed. */
  public synchronized void afterwards(Runnable work) {
    afterwards.add(work);
  }

  /**
   * Keeps the memory of another lease until this one is closed.
   *
   * @return false if it has been freed
   */
  public boolean keep(Lease other) {
    if (other == this) {
      return true;
    }
    synchronized (this) {
      if (kept.contains(other)) {
        return true;
      }
    }
    if (!other.retain()) {
      return false;
    }
    synchronized (this) {
      if (!closed && kept.add(other)) {
        return true;
      }
    }
    other.release();
    return true;
  }

  private synchronized boolean retain() {
    if (holders == 0) {
      return false;
    }
    holders++;
    return true;
  }

  private void release() {
    synchronized (this) {
      if (--holders > 0) {
        return;
      }
    }
    if (owned) {
      arena.close();
    }
    RuntimeException failure = null;
    for (Runnable work : afterwards) {
      try {
        work.run();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Lets go; the memory is freed now, or when the last one that keeps it is closed. */
  @Override
  public void close() {
    List<Lease> others;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      others = List.copyOf(kept);
      kept.clear();
    }
    try {
      release();
    } finally {
      others.forEach(Lease::release);
    }
  }
}
