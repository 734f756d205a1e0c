package dev.octet.program;

import java.util.Locale;

/**
 * What a file from outside may ask for. Every number in the file is held to these before memory is
 * taken for it; the defaults fit the largest models that a machine can run. An exceeded limit is a
 * {@link FormatException} that names it.
 *
 * @param entries records of an archive
 * @param entryBytes bytes of one record, unpacked
 * @param inflatedBytes bytes of all compressed records together, unpacked
 * @param inflateRatio how many times its packed size a record of more than 1 MiB may be
 * @param jsonBytes bytes of one JSON document
 * @param jsonDepth nesting of a JSON document
 * @param stringLength characters of one JSON string
 * @param nodes nodes of all graphs of a program
 * @param tensors tensor values of all graphs, and stored tensors
 * @param tensorBytes bytes of one stored tensor without gaps
 * @param pickleOps instructions of one pickle
 */
public record ReadLimits(
    int entries,
    long entryBytes,
    long inflatedBytes,
    int inflateRatio,
    long jsonBytes,
    int jsonDepth,
    int stringLength,
    int nodes,
    int tensors,
    long tensorBytes,
    int pickleOps) {
  private static final ReadLimits DEFAULTS =
      new ReadLimits(
          200_000,
          1L << 37,
          1L << 34,
          200,
          1L << 30,
          300,
          1 << 24,
          2_000_000,
          4_000_000,
          1L << 36,
          20_000_000);

  /**
   * 200,000 records, 128 GiB each; 16 GiB unpacked; 1 GiB of JSON, 300 deep; 2,000,000 nodes; 64
   * GiB a tensor.
   */
  public static ReadLimits defaults() {
    return DEFAULTS;
  }

  public ReadLimits withEntries(int value) {
    return new ReadLimits(
        value,
        entryBytes,
        inflatedBytes,
        inflateRatio,
        jsonBytes,
        jsonDepth,
        stringLength,
        nodes,
        tensors,
        tensorBytes,
        pickleOps);
  }

  public ReadLimits withEntryBytes(long value) {
    return new ReadLimits(
        entries,
        value,
        inflatedBytes,
        inflateRatio,
        jsonBytes,
        jsonDepth,
        stringLength,
        nodes,
        tensors,
        tensorBytes,
        pickleOps);
  }

  public ReadLimits withInflatedBytes(long value) {
    return new ReadLimits(
        entries,
        entryBytes,
        value,
        inflateRatio,
        jsonBytes,
        jsonDepth,
        stringLength,
        nodes,
        tensors,
        tensorBytes,
        pickleOps);
  }

  public ReadLimits withInflateRatio(int value) {
    return new ReadLimits(
        entries,
        entryBytes,
        inflatedBytes,
        value,
        jsonBytes,
        jsonDepth,
        stringLength,
        nodes,
        tensors,
        tensorBytes,
        pickleOps);
  }

  public ReadLimits withJsonBytes(long value) {
    return new ReadLimits(
        entries,
        entryBytes,
        inflatedBytes,
        inflateRatio,
        value,
        jsonDepth,
        stringLength,
        nodes,
        tensors,
        tensorBytes,
        pickleOps);
  }

  public ReadLimits withJsonDepth(int value) {
    return new ReadLimits(
        entries,
        entryBytes,
        inflatedBytes,
        inflateRatio,
        jsonBytes,
        value,
        stringLength,
        nodes,
        tensors,
        tensorBytes,
        pickleOps);
  }

  public ReadLimits withStringLength(int value) {
    return new ReadLimits(
        entries,
        entryBytes,
        inflatedBytes,
        inflateRatio,
        jsonBytes,
        jsonDepth,
        value,
        nodes,
        tensors,
        tensorBytes,
        pickleOps);
  }

  public ReadLimits withNodes(int value) {
    return new ReadLimits(
        entries,
        entryBytes,
        inflatedBytes,
        inflateRatio,
        jsonBytes,
        jsonDepth,
        stringLength,
        value,
        tensors,
        tensorBytes,
        pickleOps);
  }

  public ReadLimits withTensors(int value) {
    return new ReadLimits(
        entries,
        entryBytes,
        inflatedBytes,
        inflateRatio,
        jsonBytes,
        jsonDepth,
        stringLength,
        nodes,
        value,
        tensorBytes,
        pickleOps);
  }

  public ReadLimits withTensorBytes(long value) {
    return new ReadLimits(
        entries,
        entryBytes,
        inflatedBytes,
        inflateRatio,
        jsonBytes,
        jsonDepth,
        stringLength,
        nodes,
        tensors,
        value,
        pickleOps);
  }

  public ReadLimits withPickleOps(int value) {
    return new ReadLimits(
        entries,
        entryBytes,
        inflatedBytes,
        inflateRatio,
        jsonBytes,
        jsonDepth,
        stringLength,
        nodes,
        tensors,
        tensorBytes,
        value);
  }

  /**
   * Holds a number found in a file to one of these limits.
   *
   * @param limit the component's name
   * @param where the file or the part of it that asks
   * @throws FormatException if it is above; the message says how to raise the limit
   */
  public static void check(long found, long allowed, String limit, String where) {
    if (found > allowed) {
      throw exceeded(Long.toUnsignedString(found), Long.toString(allowed), limit, where);
    }
  }

  /** The error for a limit, where the number found is known only as text. */
  public static FormatException exceeded(String found, String allowed, String limit, String where) {
    return new FormatException(
        String.format(
            Locale.ROOT,
            "%s: %s found, the read limit '%s' is %s; if the file is to be trusted, read it with"
                + " ReadLimits.defaults().with%s%s(...)",
            where,
            found,
            limit,
            allowed,
            Character.toUpperCase(limit.charAt(0)),
            limit.substring(1)));
  }
}
