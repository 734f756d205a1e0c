package dev.octet.graph.evaluate.kernel;

import com.google.common.collect.ImmutableMap;
import dev.octet.op.OpName;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Every kernel by operator name. Immutable and thread-safe. */
public final class KernelTable {
  /** Every family of operators. */
  private static final List<Consumer<Kernels>> FAMILIES =
      List.of(
          ArithmeticKernels::register,
          PowerKernels::register,
          ClampKernels::register,
          BlendKernels::register,
          ComparisonKernels::register,
          BitwiseKernels::register,
          UnaryKernels::register,
          ActivationKernels::register,
          SmoothActivationKernels::register,
          DropoutKernels::register,
          SoftmaxKernels::register,
          SelectionKernels::register,
          CreationKernels::register,
          RangeKernels::register,
          ConversionKernels::register,
          SizeKernels::register,
          NumberKernels::register,
          AssertionKernels::register,
          ConvolutionKernels::register,
          PoolingKernels::register,
          MatrixProductKernels::register,
          GroupedProductKernels::register,
          NormalizationKernels::register,
          WeightNormKernels::register,
          AttentionKernels::register,
          RecurrentKernels::register,
          EmbeddingBagKernels::register,
          ResizeKernels::register,
          GridSamplerKernels::register,
          ColumnImageKernels::register,
          DetectionKernels::register,
          ViewKernels::register,
          PermutationKernels::register,
          SliceKernels::register,
          SplitKernels::register,
          JoinKernels::register,
          RepeatKernels::register,
          PadKernels::register,
          IndexKernels::register,
          SearchKernels::register,
          GatherKernels::register,
          ScatterKernels::register,
          ReductionKernels::register,
          HistogramKernels::register,
          MomentKernels::register,
          ExtremumKernels::register,
          SortKernels::register,
          ScanKernels::register,
          LossKernels::register,
          DistanceKernels::register,
          QuantizationKernels::register,
          ChooseQParamsKernels::register,
          FakeQuantizeKernels::register);

  private static final class Holder {
    static final KernelTable STANDARD = new KernelTable();
  }

  private final ImmutableMap<OpName, Kernel> kernels;

  private KernelTable() {
    Kernels collected = new Kernels();
    FAMILIES.forEach(family -> family.accept(collected));
    this.kernels = collected.build();
  }

  public static KernelTable standard() {
    return Holder.STANDARD;
  }

  public Optional<Kernel> find(OpName name) {
    return Optional.ofNullable(kernels.get(name));
  }
}
