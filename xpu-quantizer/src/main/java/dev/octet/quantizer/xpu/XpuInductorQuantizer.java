package dev.octet.quantizer.xpu;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.octet.op.AtenOps;
import dev.octet.quantizer.pattern.Annotator;
import dev.octet.quantizer.pattern.AveragePooling;
import dev.octet.quantizer.pattern.Concatenation;
import dev.octet.quantizer.pattern.Flattening;
import dev.octet.quantizer.pattern.Propagation;
import dev.octet.quantizer.pattern.Recipe;
import dev.octet.quantizer.pattern.Recipes;
import dev.octet.quantizer.pattern.RuleQuantizer;
import dev.octet.quantizer.rule.RuleSet;
import dev.octet.quantizer.spec.QuantizationConfig;
import dev.octet.tensor.DType;
import java.util.Set;

/**
 * Annotates what Intel GPUs compute in int8. The recipe is that of the x86 quantizer without
 * max-pooling, which also cuts off whatever stands behind a max-pool: as PyTorch's
 * XPUInductorQuantizer has it. Static quantization only. Immutable and thread-safe.
 */
public final class XpuInductorQuantizer extends RuleQuantizer<XpuInductorQuantizer> {
  private static final Recipe RECIPE =
      new Recipe(
          "XpuInductorQuantizer",
          ImmutableList.<Annotator>builder()
              .addAll(Recipes.LAYERS)
              .add(
                  new Propagation(
                      ImmutableList.of(
                          new Concatenation(), new Flattening(), new AveragePooling())))
              .build(),
          ImmutableSet.copyOf(
              Sets.difference(Recipes.DEFAULT_OPERATORS, Set.of(AtenOps.MAX_POOL2D))),
          Recipes.OPTIONAL_OPERATORS,
          ImmutableSet.of(
              AtenOps.CAT, AtenOps.AVG_POOL2D, AtenOps.ADAPTIVE_AVG_POOL2D, AtenOps.FLATTEN));

  private XpuInductorQuantizer(RuleSet rules) {
    super(RECIPE, rules);
  }

  /** A quantizer without rules; it annotates nothing until one is set. */
  public static XpuInductorQuantizer create() {
    return new XpuInductorQuantizer(RuleSet.empty());
  }

  /** A quantizer with these rules. */
  public static XpuInductorQuantizer of(RuleSet rules) {
    return new XpuInductorQuantizer(rules);
  }

  /** A quantizer with the global configuration of a preset. */
  public static XpuInductorQuantizer preset(XpuPreset preset) {
    return create().setGlobal(preset.config());
  }

  /**
   * Static quantization: int8 activations per tensor, affine, by histogram; int8 weights per
   * channel, symmetric.
   */
  public static QuantizationConfig defaultConfig() {
    return XpuPreset.DEFAULT.config();
  }

  @Override
  public XpuInductorQuantizer withRules(RuleSet rules) {
    return new XpuInductorQuantizer(rules);
  }

  @Override
  protected Set<DType> activationTypes() {
    return ImmutableSet.of(DType.INT8);
  }

  @Override
  protected Set<DType> weightTypes() {
    return ImmutableSet.of(DType.INT8);
  }
}
