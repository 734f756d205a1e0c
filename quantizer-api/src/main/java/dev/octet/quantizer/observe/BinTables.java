package dev.octet.quantizer.observe;

/**
 * Counts of bins in four tables, used in turn: a processor waits for its own last store when it
 * counts one bin twice in a row, and values that lie next to each other often fall into one bin.
 */
final class BinTables {
  private final int[] a;
  private final int[] b;
  private final int[] c;
  private final int[] d;

  BinTables(int bins) {
    a = new int[bins];
    b = new int[bins];
    c = new int[bins];
    d = new int[bins];
  }

  /** Counts the first {@code size} bins of an array. */
  void count(int[] bins, int size) {
    int[] a = this.a;
    int[] b = this.b;
    int[] c = this.c;
    int[] d = this.d;
    int i = 0;
    for (; i + 3 < size; i += 4) {
      a[bins[i]]++;
      b[bins[i + 1]]++;
      c[bins[i + 2]]++;
      d[bins[i + 3]]++;
    }
    for (; i < size; i++) {
      a[bins[i]]++;
    }
  }

  void addTo(int[] counts) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += a[i] + b[i] + c[i] + d[i];
    }
  }
}
