package dev.octet.lowering;

import com.google.common.collect.ImmutableList;
import java.util.OptionalLong;

/**
 * One kernel of a compiled model, and what it is for.
 *
 * @param nodes the nodes that it computes, {@code %conv2d_1}, in graph order; empty for a move of
 *     memory that no node asked for
 * @param module the path of the module that the nodes came from, as far as they share it
 * @param kernel what it computes: {@code dequantize + conv2d + relu + quantize}
 * @param backend whose kernel it is: {@code oneDNN}, {@code generated}, {@code reference}, …
 * @param implementation the name that the library gives its implementation
 * @param reads type, sizes and, where not row-major, strides of what it reads; parameters left out
 * @param writes the same of what it writes
 * @param bytes read and written in one run, parameters included
 * @param multiplyAdds in one run
 * @param int8 whether the multiply-adds are of integers
 * @param reason why it is not in integers, or not a kernel of a better backend; empty if nothing is
 *     to be said
 * @param nanoseconds the median time in the last 1,000 runs; empty without profiling
 */
public record LedgerEntry(
    ImmutableList<String> nodes,
    String module,
    String kernel,
    String backend,
    String implementation,
    ImmutableList<String> reads,
    ImmutableList<String> writes,
    long bytes,
    long multiplyAdds,
    boolean int8,
    String reason,
    OptionalLong nanoseconds) {}
