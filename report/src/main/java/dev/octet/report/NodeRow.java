package dev.octet.report;

import com.google.common.collect.ImmutableList;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.compare.NodeComparison;
import dev.octet.quantizer.report.TensorReport;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * All that is known about a node.
 *
 * @param operator empty for a node that was folded away
 * @param types of its results; empty if it is no longer in the graph
 * @param precision empty if it is no longer in the graph
 * @param decision what the quantizer decided; null if no quantizer was asked
 * @param reads the operands that are quantized
 * @param gives the results that are quantized
 * @param kernel the position in the ledger of the kernel that computes it; −1 if there is none
 */
record NodeRow(
    String name,
    String operator,
    String modulePath,
    ImmutableList<String> types,
    Optional<Precision> precision,
    @Nullable Decision decision,
    ImmutableList<TensorReport> reads,
    ImmutableList<TensorReport> gives,
    OptionalDouble weightSqnr,
    long multiplyAdds,
    int kernel,
    Optional<NodeComparison> comparison) {}
