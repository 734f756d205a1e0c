package dev.octet.quantizer.pattern;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;

/** The parts of recipes that several backends have in common. */
public final class Recipes {
  /** Layers and their fusions, in the order in which PyTorch's x86 quantizer tries them. */
  public static final ImmutableList<Annotator> LAYERS =
      ImmutableList.of(
          new ConvolutionAddRelu(),
          new ConvolutionAdd(),
          new ConvolutionUnary(),
          new ConvolutionAlone(),
          new LinearAddRelu(),
          new LinearAdd(),
          new LinearUnary(),
          new LinearAlone(),
          new MatrixProduct(),
          new ElementwiseProduct());

  /** What the global configuration covers. */
  public static final ImmutableSet<OpName> DEFAULT_OPERATORS =
      ImmutableSet.of(
          AtenOps.MAX_POOL2D,
          AtenOps.CAT,
          AtenOps.AVG_POOL2D,
          AtenOps.ADAPTIVE_AVG_POOL2D,
          AtenOps.FLATTEN,
          AtenOps.CONV1D,
          AtenOps.CONV2D,
          AtenOps.LINEAR,
          AtenOps.MUL_TENSOR);

  /** What a rule must name to have it quantized. */
  public static final ImmutableSet<OpName> OPTIONAL_OPERATORS = ImmutableSet.of(AtenOps.MATMUL);

  private Recipes() {}
}
