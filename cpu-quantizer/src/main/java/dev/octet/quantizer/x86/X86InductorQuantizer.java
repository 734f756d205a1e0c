package dev.octet.quantizer.x86;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.octet.op.AtenOps;
import dev.octet.quantizer.pattern.Annotator;
import dev.octet.quantizer.pattern.AveragePooling;
import dev.octet.quantizer.pattern.Concatenation;
import dev.octet.quantizer.pattern.Flattening;
import dev.octet.quantizer.pattern.MaxPooling;
import dev.octet.quantizer.pattern.Propagation;
import dev.octet.quantizer.pattern.Recipe;
import dev.octet.quantizer.pattern.Recipes;
import dev.octet.quantizer.pattern.RuleQuantizer;
import dev.octet.quantizer.rule.RuleSet;
import dev.octet.quantizer.spec.QuantizationConfig;
import dev.octet.tensor.DType;
import java.util.Set;

/**
 * Annotates what oneDNN computes in int8 on x86 CPUs: convolutions and linear layers with what can
 * be fused behind them, pools, concatenation and flatten between them, products of tensors.
 * PyTorch's class of the same name annotates the same nodes in the same order. Immutable and
 * thread-safe.
 *
 * <p>Upstream's recipes for training (steps 0a to 0d) are not among the annotators: BatchNorm is
 * folded before anything is annotated.
 */
public final class X86InductorQuantizer extends RuleQuantizer<X86InductorQuantizer> {
  private static final Recipe RECIPE =
      new Recipe(
          "X86InductorQuantizer",
          ImmutableList.<Annotator>builder()
              .addAll(Recipes.LAYERS)
              .add(
                  new Propagation(
                      ImmutableList.of(
                          new MaxPooling(),
                          new Concatenation(),
                          new Flattening(),
                          new AveragePooling())))
              .build(),
          Recipes.DEFAULT_OPERATORS,
          Recipes.OPTIONAL_OPERATORS,
          ImmutableSet.of(
              AtenOps.MAX_POOL2D,
              AtenOps.CAT,
              AtenOps.AVG_POOL2D,
              AtenOps.ADAPTIVE_AVG_POOL2D,
              AtenOps.FLATTEN));

  private X86InductorQuantizer(RuleSet rules) {
    super(RECIPE, rules);
  }

  /** A quantizer without rules; it annotates nothing until one is set. */
  public static X86InductorQuantizer create() {
    return new X86InductorQuantizer(RuleSet.empty());
  }

  /** A quantizer with these rules. */
  public static X86InductorQuantizer of(RuleSet rules) {
    return new X86InductorQuantizer(rules);
  }

  /** A quantizer with the global configuration of a preset. */
  public static X86InductorQuantizer preset(X86Preset preset) {
    return create().setGlobal(preset.config());
  }

  /**
   * Static quantization: uint8 activations per tensor, affine, by histogram; int8 weights per
   * channel, symmetric.
   */
  public static QuantizationConfig defaultConfig() {
    return X86Configs.config(false, false);
  }

  /**
   * The default, or what PyTorch makes of it.
   *
   * @param dynamic whether each run computes the parameters of activations
   * @param reduceRange whether activations use 0..127 only, for processors without VNNI
   */
  public static QuantizationConfig defaultConfig(boolean dynamic, boolean reduceRange) {
    return X86Configs.config(dynamic, reduceRange);
  }

  /** Weights in float16, activations in float32. */
  public static QuantizationConfig linearDynamicFp16Config() {
    return X86Configs.halfWeights();
  }

  @Override
  public X86InductorQuantizer withRules(RuleSet rules) {
    return new X86InductorQuantizer(rules);
  }

  @Override
  protected Set<DType> activationTypes() {
    return ImmutableSet.of(DType.UINT8, DType.INT8);
  }

  @Override
  protected Set<DType> weightTypes() {
    return ImmutableSet.of(DType.INT8, DType.FLOAT16);
  }
}
