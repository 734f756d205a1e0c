package dev.octet.reliability;

/** How often each thing is tried: a property of the JVM, so that a nightly run can have more. */
enum Rounds {
  /** Damaged files for each kind of file. */
  MUTATIONS("octet.reliability.mutations", 4_000),
  /** Runs of one model by each of the threads. */
  RUNS("octet.reliability.runs", 250),
  /** Processes that are killed while they write. */
  KILLS("octet.reliability.kills", 5);

  private final String property;
  private final int usual;

  Rounds(String property, int usual) {
    this.property = property;
    this.usual = usual;
  }

  int count() {
    return Integer.getInteger(property, usual);
  }
}
