package dev.octet.export.pt2;

import dev.octet.program.ReadLimits;

/** Counts the bytes that one read unpacks. Used by one thread. */
final class InflateBudget {
  /** Records up to this size may have any ratio: a bias of zeros packs to almost nothing. */
  private static final long SMALL = 1 << 20;

  private final ReadLimits limits;
  private long used;

  InflateBudget(ReadLimits limits) {
    this.limits = limits;
  }

  /** Asks for memory for one record. */
  void take(long packed, long size, String where) {
    if (size > SMALL) {
      ReadLimits.check(size / Math.max(packed, 1), limits.inflateRatio(), "inflateRatio", where);
    }
    used += size;
    ReadLimits.check(used, limits.inflatedBytes(), "inflatedBytes", where);
  }
}
