package dev.octet.quantizer.convert.reference;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.rewrite.Pass;
import dev.octet.graph.rewrite.Pipeline;
import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.graph.rewrite.Rewriter;
import dev.octet.graph.verify.Dialect;
import java.util.List;

/**
 * The rewrites that make a quantized graph compute in integers. What integers are multiplied with
 * after a sum (a quotient of scales) stays a float; everything is rounded half to even, and clamped
 * to the limits of the quantize operator that it replaces.
 *
 * <p>A layer, addition or pool computed in integers gives what the quantized graph gives, to one
 * quantum of its output; the rest gives the same bits.
 *
 * <p>These stay as they are: the operators that choose scales at each run; conversions to float16
 * and back; quantization to types, or with limits, that float32 cannot hold exactly; tensors
 * without dimensions whose scale is chosen at each run. These are computed on dequantized floats:
 * operators without a rewrite, such as concatenations and averages; layers whose weights have a
 * scale for each index of another axis than the first or float zero points, that compute in another
 * type than float32, or whose padding is given by name; one-dimensional pools, for which PyTorch
 * has no integers.
 */
public final class ReferenceRepresentation {
  /** Each rule is applied everywhere before the next one is. */
  private static final ImmutableList<RewriteRule> RULES =
      ImmutableList.of(
          new RequantizeLinear(),
          new RescaleLinear(),
          new RequantizeConvolution(),
          new RescaleConvolution(),
          new AddIntegersAndRelu(),
          new AddIntegers(),
          new PoolIntegers(),
          new DecomposeQuantize(),
          new DecomposeDequantize(),
          new DecomposeQuantizePerChannel(),
          new DecomposeDequantizePerChannel());

  private static final Pipeline PIPELINE =
      Pipeline.of(
          "ReferenceRepresentation", RULES.stream().map(ReferenceRepresentation::pass).toList());

  private ReferenceRepresentation() {}

  private static Pass pass(RewriteRule rule) {
    return Rewriter.of(List.of(rule)).asPass(rule.name(), Dialect.QUANTIZED);
  }

  /** The rewrites in their order. */
  public static ImmutableList<RewriteRule> rules() {
    return RULES;
  }

  /** The graph in integers; the same object if nothing in it is quantized. */
  public static Graph of(Graph graph) {
    return PIPELINE.run(graph);
  }
}
