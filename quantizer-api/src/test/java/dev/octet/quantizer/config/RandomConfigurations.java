package dev.octet.quantizer.config;

import dev.octet.op.OpName;
import dev.octet.quantizer.rule.Matching;
import dev.octet.quantizer.rule.RuleSet;
import dev.octet.quantizer.rule.Selector;
import dev.octet.quantizer.spec.BiasDerivation;
import dev.octet.quantizer.spec.DerivedQuantizationSpec;
import dev.octet.quantizer.spec.FixedQParamsQuantizationSpec;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantRange;
import dev.octet.quantizer.spec.QuantizationConfig;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.quantizer.spec.QuantizationSpecBase;
import dev.octet.quantizer.spec.SharedQuantizationSpec;
import dev.octet.quantizer.spec.Site;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Seeded configurations that the types accept. */
final class RandomConfigurations {
  private static final List<DType> INTEGERS =
      List.of(DType.INT8, DType.UINT8, DType.INT16, DType.INT32);
  private static final List<QScheme> PER_TENSOR =
      List.of(QScheme.PER_TENSOR_AFFINE, QScheme.PER_TENSOR_SYMMETRIC);
  private static final List<QScheme> PER_CHANNEL =
      List.of(
          QScheme.PER_CHANNEL_AFFINE,
          QScheme.PER_CHANNEL_SYMMETRIC,
          QScheme.PER_CHANNEL_AFFINE_FLOAT_QPARAMS);
  private static final List<String> ODD_TEXTS =
      List.of(
          "layer1.0", "", "a \"quoted\" name", "tab\tand\nline", "\u00e9\u4e2d\ud83d\ude00", "\\");

  private final Random random;

  RandomConfigurations(long seed) {
    this.random = new Random(seed);
  }

  QuantizerConfiguration configuration() {
    boolean dynamic = random.nextBoolean();
    RuleSet rules = RuleSet.empty();
    for (int i = random.nextInt(6); i > 0; i--) {
      rules =
          rules.with(
              selector(),
              random.nextInt(4) == 0 ? Optional.empty() : Optional.of(config(dynamic)),
              pick(ODD_TEXTS));
    }
    return new QuantizerConfiguration(
        random.nextBoolean() ? Optional.of(pick(ODD_TEXTS)) : Optional.empty(),
        rules.matching(pick(List.of(Matching.values()))));
  }

  private Selector selector() {
    return switch (random.nextInt(8)) {
      case 0 -> new Selector.Global();
      case 1 -> new Selector.FunctionType(pick(List.of("torch.matmul", "F.conv2d", "torch.cat")));
      case 2 -> new Selector.ModuleType(pick(List.of("torch.nn.Linear", "nn.Conv2d")));
      case 3 -> new Selector.ModuleName(pick(ODD_TEXTS));
      case 4 -> new Selector.Glob(pick(List.of("layer*.0.{conv1,conv2}", "**", "%conv2d_?")));
      case 5 -> new Selector.Regex(pick(List.of("layer\\d+\\.conv[12]", "(a|b)\\\\.*", "")));
      case 6 -> new Selector.Operator(OpName.aten(pick(List.of("matmul", "cat")), "default"));
      default ->
          new Selector.Depth(
              random.nextInt(3), random.nextBoolean() ? Integer.MAX_VALUE : 3 + random.nextInt(9));
    };
  }

  private QuantizationConfig config(boolean dynamic) {
    return new QuantizationConfig(
        maybe(observed(dynamic)),
        maybe(observed(random.nextBoolean())),
        maybe(observed(false)),
        maybe(observed(false)));
  }

  QuantizationSpecBase spec() {
    return switch (random.nextInt(4)) {
      case 0 -> observed(random.nextBoolean());
      case 1 -> fixed();
      case 2 -> new SharedQuantizationSpec(site());
      default -> derived();
    };
  }

  private QuantizationSpec observed(boolean dynamic) {
    double eps = eps();
    boolean reduce = random.nextBoolean();
    ObserverKind observer =
        switch (random.nextInt(dynamic ? 4 : 8)) {
          case 0 -> new ObserverKind.MinMax(eps, reduce);
          case 1 -> new ObserverKind.Placeholder(eps);
          case 2 -> new ObserverKind.MovingAverageMinMax(1, eps, reduce);
          case 3 -> new ObserverKind.Recording();
          case 4 -> new ObserverKind.Histogram(1 + random.nextInt(5000), eps, reduce);
          case 5 -> new ObserverKind.PerChannelMinMax(eps, reduce);
          case 6 ->
              new ObserverKind.MovingAveragePerChannelMinMax(1 - random.nextDouble(), eps, reduce);
          default -> new ObserverKind.Noop();
        };
    DType dtype =
        observer.computesQParams() || random.nextBoolean() ? pick(INTEGERS) : DType.FLOAT16;
    QuantizationSpec.Builder builder = QuantizationSpec.builder(dtype, observer).dynamic(dynamic);
    if (observer.isPerChannel()) {
      builder.qscheme(pick(PER_CHANNEL)).channelAxis(random.nextInt(4));
    } else if (observer.computesQParams() || random.nextBoolean()) {
      builder.qscheme(pick(PER_TENSOR));
    }
    if (dtype.isInteger() && random.nextBoolean()) {
      QuantRange range = range(dtype);
      builder.range(range.min(), range.max());
    }
    return builder.build();
  }

  private FixedQParamsQuantizationSpec fixed() {
    DType dtype = pick(INTEGERS);
    return new FixedQParamsQuantizationSpec(
        dtype, eps(), 0, maybe(range(dtype)), maybe(pick(PER_TENSOR)));
  }

  private DerivedQuantizationSpec derived() {
    return random.nextBoolean()
        ? DerivedQuantizationSpec.bias(site(), site(), random.nextBoolean())
        : new DerivedQuantizationSpec(
            List.of(site()), BiasDerivation.PRODUCT_OF_SCALES, pick(INTEGERS), null, null, null);
  }

  private Site site() {
    return random.nextBoolean()
        ? new Site.Input("conv2d_" + random.nextInt(9), random.nextInt(4))
        : new Site.Output("relu_" + random.nextInt(9));
  }

  private QuantRange range(DType dtype) {
    long max = 1 + random.nextLong(dtype.maxValue());
    return new QuantRange(dtype.minValue() == 0 ? 0 : -random.nextLong(max), max);
  }

  private double eps() {
    return random.nextBoolean() ? 0x1p-12 : (1 - random.nextDouble()) * 1e-6 + 1e-30;
  }

  private <T> @Nullable T maybe(T value) {
    return random.nextBoolean() ? value : null;
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
