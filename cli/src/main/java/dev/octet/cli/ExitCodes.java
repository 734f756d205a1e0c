package dev.octet.cli;

/** What the exit code of {@code octet} says; scripts may rely on these numbers. */
final class ExitCodes {
  /** The command did what was asked. */
  static final int OK = 0;

  /** The user can mend it: a missing or damaged file, an operator that is not supported. */
  static final int USER_ERROR = 1;

  /** The command line itself is wrong: an unknown option, a missing argument. */
  static final int USAGE = 2;

  /** A defect of Octet. */
  static final int INTERNAL_ERROR = 3;

  private ExitCodes() {}
}
