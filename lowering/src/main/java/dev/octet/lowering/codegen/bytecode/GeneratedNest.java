package dev.octet.lowering.codegen.bytecode;

/** What a generated class implements. Stateless. */
public interface GeneratedNest {
  /**
   * Runs a part of the nest.
   *
   * @param addresses of the buffers, in the order in which the nest was printed with them
   * @param scratch 64 bytes aligned memory of {@link NestClass#SCRATCH_BYTES}
   * @param from first value of the outermost loop
   * @param to the one behind the last
   */
  void run(long[] addresses, long scratch, int from, int to);
}
