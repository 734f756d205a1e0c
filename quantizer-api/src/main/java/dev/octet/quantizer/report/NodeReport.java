package dev.octet.quantizer.report;

import com.google.common.collect.ImmutableList;
import dev.octet.quantizer.annotate.Decision;
import java.util.OptionalDouble;

/**
 * What became of one node of the float program.
 *
 * @param op the operator; empty for a node that was folded away
 * @param reads the operands that are quantized
 * @param gives the results that are quantized for all who read them
 * @param weightSqnr signal to quantization noise of the weight in dB: {@code 10 · log10(Σ w² / Σ (w
 *     − dq(q(w)))²)}; infinite if nothing was lost, empty without a quantized weight
 * @param multiplyAdds for one run with all symbolic sizes 1; 0 for operators that do not multiply
 *     matrices
 * @param isInt8 whether these multiply-adds are of 8-bit integers
 */
public record NodeReport(
    String name,
    String op,
    String modulePath,
    Decision decision,
    ImmutableList<TensorReport> reads,
    ImmutableList<TensorReport> gives,
    OptionalDouble weightSqnr,
    long multiplyAdds,
    boolean isInt8) {}
