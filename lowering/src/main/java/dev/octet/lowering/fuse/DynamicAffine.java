package dev.octet.lowering.fuse;

import dev.octet.graph.Value;
import dev.octet.tensor.DType;

/**
 * How integers stand for numbers where each run computes scale and zero point: {@code number =
 * (integer − zeroPoint) · scale}.
 *
 * @param scale a value of one element
 * @param zeroPoint a value of one element
 * @param min the smallest integer
 * @param max the largest integer
 */
public record DynamicAffine(DType dtype, Value scale, Value zeroPoint, long min, long max) {}
