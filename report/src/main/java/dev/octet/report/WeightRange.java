package dev.octet.report;

import com.google.common.collect.ImmutableList;
import dev.octet.quantizer.spec.QuantRange;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The range of each channel of a weight.
 *
 * @param node that reads it
 * @param name in the program, {@code layer1.0.conv1.weight}
 * @param shape of the tensor
 * @param dtype in which it is stored, {@code s8}
 * @param axis of the channels
 * @param min of each channel, as real numbers
 * @param max as the minima
 * @param scales one for each channel, one for all, or none if it is not stored as integers
 * @param range the integers in use; null without scales
 * @param sqnr of the quantized weight in dB; absent if it is unknown or not quantized
 */
record WeightRange(
    String node,
    String name,
    String shape,
    String dtype,
    int axis,
    ImmutableList<Double> min,
    ImmutableList<Double> max,
    ImmutableList<Double> scales,
    @Nullable QuantRange range,
    OptionalDouble sqnr) {}
