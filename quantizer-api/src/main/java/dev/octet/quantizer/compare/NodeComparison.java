package dev.octet.quantizer.compare;

import java.util.Optional;

/**
 * A node that both graphs have. If it has several results, the errors are those of all of them
 * together.
 *
 * @param node its name in the float graph; that of the BatchNorm, if it was folded into a layer
 * @param quantizedNode its name in the quantized graph; that of the layer, if a BatchNorm was
 *     folded into it
 * @param operator that of the quantized graph, {@code aten.conv2d.default}
 * @param modulePath the module that called it, {@code layer1.0.conv1}; may be empty
 * @param accumulated the error when the whole quantized graph runs: of this node and of everything
 *     before
 * @param isolated the error when this node alone is quantized: it reads the float graph's values,
 *     through quantize and dequantize of its own, and has its quantized weights; empty for a node
 *     that nothing is quantized for
 */
public record NodeComparison(
    String node,
    String quantizedNode,
    String operator,
    String modulePath,
    TensorError accumulated,
    Optional<TensorError> isolated) {}
