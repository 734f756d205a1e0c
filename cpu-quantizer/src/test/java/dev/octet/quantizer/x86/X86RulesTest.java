package dev.octet.quantizer.x86;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.export.Export;
import dev.octet.graph.Node;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Functional;
import dev.octet.nn.Linear;
import dev.octet.nn.MaxPool2d;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;
import dev.octet.op.AtenOps;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.AnnotationException;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.rule.RuleException;
import dev.octet.quantizer.rule.Selector;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationConfig;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.quantizer.spec.Site;
import dev.octet.quantizer.spec.SpecException;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which rule wins, and what is refused. */
final class X86RulesTest {
  private static final QuantizationConfig STATIC = X86InductorQuantizer.defaultConfig();
  private static final QuantizationConfig DYNAMIC = X86InductorQuantizer.defaultConfig(true, false);

  /** Two linear layers; {@code sub_mod.inner} and {@code v}. */
  private static final class TwoLinears extends Module {
    private static final class Sub extends Module {
      private final Linear inner = add("inner", new Linear(4, 4));

      @Override
      protected Variable forward(Variable x) {
        return inner.call(x);
      }
    }

    private final Sub sub = add("sub_mod", new Sub());
    private final Linear v = add("v", new Linear(4, 4));

    @Override
    protected Variable forward(Variable x) {
      return v.call(sub.call(x));
    }
  }

  /** {@code conv(x) → relu → pool → matmul(·, ·)}. */
  private static final class ConvPool extends Module {
    private final Conv2d conv = add("conv", new Conv2d(2, 2, 3).padding(1));
    private final MaxPool2d pool = add("pool", new MaxPool2d(2));

    @Override
    protected Variable forward(Variable x) {
      Variable y = pool.call(Functional.relu(conv.call(x)));
      return y.matmul(y).add(3);
    }
  }

  private static ExportedProgram linears() {
    return Export.trace(new TwoLinears(), List.of(tensor(2, 4)));
  }

  private static ExportedProgram convPool() {
    return Export.trace(new ConvPool(), List.of(tensor(1, 2, 8, 8)));
  }

  private static Tensor tensor(long... sizes) {
    return Tensor.allocate(DType.FLOAT32, Shape.of(sizes));
  }

  private static Decision decision(ExportedProgram program, X86InductorQuantizer q, String node) {
    return q.annotate(program, Annotations.none()).decision(node).orElseThrow();
  }

  private static Reason reason(ExportedProgram program, X86InductorQuantizer q, String node) {
    return decision(program, q, node).reason();
  }

  @Test
  void onlyTheNamedModuleIsQuantized() {
    X86InductorQuantizer q = X86InductorQuantizer.create().setModuleName("sub_mod", STATIC);
    assertThat(reason(linears(), q, "linear")).isEqualTo(Reason.QUANTIZED);
    assertThat(reason(linears(), q, "linear_1")).isEqualTo(Reason.NO_RULE);
    assertThat(decision(linears(), q, "linear").rule()).isEqualTo("setModuleName(\"sub_mod\", …)");
  }

  @Test
  void aNameBeatsATypeAndATypeBeatsTheGlobalConfiguration() {
    X86InductorQuantizer nameOff =
        X86InductorQuantizer.create()
            .setGlobal(STATIC)
            .setModuleType("torch.nn.Linear", STATIC)
            .setModuleName("v", null);
    assertThat(reason(linears(), nameOff, "linear")).isEqualTo(Reason.QUANTIZED);
    assertThat(reason(linears(), nameOff, "linear_1")).isEqualTo(Reason.EXCLUDED_BY_RULE);
    X86InductorQuantizer typeOff =
        X86InductorQuantizer.create()
            .setGlobal(STATIC)
            .setModuleType("torch.nn.Linear", null)
            .setModuleName("sub_mod.inner", STATIC);
    assertThat(reason(linears(), typeOff, "linear")).isEqualTo(Reason.QUANTIZED);
    assertThat(reason(linears(), typeOff, "linear_1")).isEqualTo(Reason.EXCLUDED_BY_RULE);
  }

  @Test
  void aTypeThatIsSwitchedOffStopsPropagation() {
    X86InductorQuantizer on = X86InductorQuantizer.create().setGlobal(STATIC);
    assertThat(reason(convPool(), on, "max_pool2d")).isEqualTo(Reason.PROPAGATED);
    X86InductorQuantizer off = on.setModuleType("torch.nn.MaxPool2d", null);
    assertThat(reason(convPool(), off, "max_pool2d")).isEqualTo(Reason.EXCLUDED_BY_RULE);
    X86InductorQuantizer convOff = on.setModuleType("torch.nn.Conv2d", null);
    assertThat(reason(convPool(), convOff, "conv2d")).isEqualTo(Reason.EXCLUDED_BY_RULE);
    assertThat(reason(convPool(), convOff, "max_pool2d")).isEqualTo(Reason.PRODUCER_NOT_QUANTIZED);
    assertThat(decision(convPool(), convOff, "max_pool2d").detail()).contains("%relu");
  }

  @Test
  void matmulIsQuantizedIfARuleNamesIt() {
    X86InductorQuantizer global = X86InductorQuantizer.create().setGlobal(STATIC);
    assertThat(reason(convPool(), global, "matmul")).isEqualTo(Reason.OPT_IN);
    assertThat(reason(convPool(), global.setFunctionType("torch.matmul", STATIC), "matmul"))
        .isEqualTo(Reason.QUANTIZED);
    assertThat(reason(convPool(), global.setOperator(AtenOps.MATMUL, STATIC), "matmul"))
        .isEqualTo(Reason.QUANTIZED);
  }

  @Test
  void everyNodeHasADecision() {
    ExportedProgram program = convPool();
    Annotations annotations =
        X86InductorQuantizer.preset(X86Preset.DEFAULT).annotate(program, Annotations.none());
    for (Node node : program.graph().nodes()) {
      assertThat(annotations.decision(node.name())).isNotEqualTo(Optional.empty());
    }
    assertThat(annotations.decision("add").orElseThrow().reason()).isEqualTo(Reason.OUTSIDE_RECIPE);
  }

  @Test
  void aFusedPatternDoesNotCrossTheBorderOfAModule() {
    X86InductorQuantizer q = X86InductorQuantizer.create().setModuleName("conv", STATIC);
    assertThat(reason(convPool(), q, "conv2d")).isEqualTo(Reason.QUANTIZED);
    assertThat(decision(convPool(), q, "conv2d").annotator()).isEqualTo("ConvolutionAlone");
    assertThat(reason(convPool(), q, "relu")).isEqualTo(Reason.CROSSES_RULE_BOUNDARY);
  }

  @Test
  void orderedRulesComeFirst() {
    X86InductorQuantizer q =
        X86InductorQuantizer.create().setGlobal(STATIC).setGlob("sub_*.inner", null);
    assertThat(reason(linears(), q, "linear")).isEqualTo(Reason.EXCLUDED_BY_RULE);
    assertThat(reason(linears(), q, "linear_1")).isEqualTo(Reason.QUANTIZED);
    X86InductorQuantizer byNode = X86InductorQuantizer.create().setGlob("%linear_1", STATIC);
    assertThat(reason(linears(), byNode, "linear")).isEqualTo(Reason.NO_RULE);
    assertThat(reason(linears(), byNode, "linear_1")).isEqualTo(Reason.QUANTIZED);
    X86InductorQuantizer regex =
        X86InductorQuantizer.create().setGlobal(STATIC).setRegex("v|w", null);
    assertThat(reason(linears(), regex, "linear_1")).isEqualTo(Reason.EXCLUDED_BY_RULE);
    X86InductorQuantizer depth =
        X86InductorQuantizer.create().setGlobal(STATIC).setDepth(2, 9, null);
    assertThat(reason(linears(), depth, "linear")).isEqualTo(Reason.EXCLUDED_BY_RULE);
    assertThat(reason(linears(), depth, "linear_1")).isEqualTo(Reason.QUANTIZED);
    X86InductorQuantizer first =
        X86InductorQuantizer.create()
            .setGlob("v", STATIC)
            .setOperator(AtenOps.LINEAR, null)
            .setGlobal(STATIC);
    assertThat(reason(linears(), first, "linear")).isEqualTo(Reason.EXCLUDED_BY_RULE);
    assertThat(reason(linears(), first, "linear_1")).isEqualTo(Reason.QUANTIZED);
  }

  @Test
  void aRuleThatSelectsNothingIsRefused() {
    X86InductorQuantizer q =
        X86InductorQuantizer.create().setGlobal(STATIC).setModuleName("sub_mod.iner", null);
    RuleException error =
        assertThrows(RuleException.class, () -> q.annotate(linears(), Annotations.none()));
    assertThat(error).hasMessageThat().contains("setModuleName(\"sub_mod.iner\", null)");
    assertThat(error).hasMessageThat().contains("sub_mod.inner");
    X86InductorQuantizer operator = X86InductorQuantizer.create().setOperator(AtenOps.CAT, STATIC);
    RuleException other =
        assertThrows(RuleException.class, () -> operator.annotate(linears(), Annotations.none()));
    assertThat(other).hasMessageThat().contains("aten.linear.default");
  }

  @Test
  void staticAndDynamicDoNotMix() {
    RuleException error =
        assertThrows(
            RuleException.class,
            () -> X86InductorQuantizer.create().setGlobal(STATIC).setModuleName("v", DYNAMIC));
    assertThat(error).hasMessageThat().contains("setGlobal(…) is static");
    assertThat(error).hasMessageThat().contains("setModuleName(\"v\", …) is dynamic");
    assertThat(error).hasMessageThat().contains("ComposableQuantizer");
  }

  @Test
  void unknownTypesAreRefusedWithTheNearest() {
    RuleException error =
        assertThrows(
            RuleException.class,
            () -> X86InductorQuantizer.create().setModuleType("torch.nn.Linaer", STATIC));
    assertThat(error).hasMessageThat().contains("torch.nn.Linear");
    assertThrows(
        RuleException.class,
        () -> X86InductorQuantizer.create().setFunctionType("torch.sin", STATIC));
    assertThrows(RuleException.class, () -> new Selector.Regex("("));
    assertThrows(RuleException.class, () -> new Selector.Depth(3, 2));
  }

  @Test
  void conv1dCanBeConfiguredByItsModule() {
    X86InductorQuantizer q = X86InductorQuantizer.create().setModuleType("torch.nn.Conv1d", STATIC);
    assertThat(q.rules().rules().getFirst().selector())
        .isEqualTo(new Selector.ModuleType("torch.nn.Conv1d"));
  }

  @Test
  void settingATypeAgainTakesTheFirstPlace() {
    X86InductorQuantizer q =
        X86InductorQuantizer.create()
            .setFunctionType("torch.nn.functional.linear", null)
            .setModuleType("torch.nn.MaxPool2d", null)
            .setModuleType("torch.nn.Linear", STATIC);
    assertThat(q.rules().rules()).hasSize(2);
    assertThat(q.rules().rules().getFirst().source())
        .isEqualTo("setModuleType(\"torch.nn.Linear\", …)");
  }

  @Test
  void unknownPresetsAreRefused() {
    InputException error = assertThrows(InputException.class, () -> X86Preset.named("fast"));
    assertThat(error)
        .hasMessageThat()
        .contains("default, reduce-range, dynamic, fp16, minmax, moving-average");
    assertThat(X86Preset.named("reduce-range")).isEqualTo(X86Preset.REDUCE_RANGE);
  }

  @Test
  void typesThatTheBackendLacksAreRefused() {
    QuantizationSpec wide =
        QuantizationSpec.builder(DType.INT16, ObserverKind.minMax(0x1p-12))
            .qscheme(QScheme.PER_TENSOR_AFFINE)
            .build();
    X86InductorQuantizer q =
        X86InductorQuantizer.create().setGlobal(QuantizationConfig.of(wide, STATIC.weightSpec()));
    ExportedProgram program = linears();
    Annotations annotations = q.annotate(program, Annotations.none());
    AnnotationException error =
        assertThrows(AnnotationException.class, () -> q.validate(program, annotations));
    assertThat(error).hasMessageThat().contains("operand 0 of %linear aten.linear.default");
    assertThat(error).hasMessageThat().contains("s16");
  }

  @Test
  void specsThatCannotBeAreRefusedWithTheirRule() {
    QuantizationSpec affine =
        QuantizationSpec.builder(DType.INT8, ObserverKind.minMax(0x1p-12))
            .qscheme(QScheme.PER_TENSOR_AFFINE)
            .build();
    X86InductorQuantizer q =
        X86InductorQuantizer.create().setGlobal(QuantizationConfig.of(affine, affine));
    SpecException error =
        assertThrows(SpecException.class, () -> q.annotate(linears(), Annotations.none()));
    assertThat(error).hasMessageThat().startsWith("setGlobal(…): weight: scheme per_tensor_affine");
  }

  @Test
  void aNumberAsSummandDoesNotStopTheConvolution() {
    Module net =
        new Module() {
          private final Conv2d conv = add("conv", new Conv2d(2, 2, 1));

          @Override
          protected Variable forward(Variable x) {
            return conv.call(x).add(3);
          }
        };
    ExportedProgram program = Export.trace(net, List.of(tensor(1, 2, 4, 4)));
    X86InductorQuantizer q = X86InductorQuantizer.preset(X86Preset.DEFAULT);
    assertThat(reason(program, q, "conv2d")).isEqualTo(Reason.QUANTIZED);
    assertThat(reason(program, q, "add")).isEqualTo(Reason.SCALAR_OPERAND);
  }

  @Test
  void aConvolutionThatTwoNodesReadIsNotFused() {
    Module net =
        new Module() {
          private final Conv2d a = add("a", new Conv2d(2, 2, 1));
          private final Conv2d b = add("b", new Conv2d(2, 2, 1));

          @Override
          protected Variable forward(Variable x) {
            Variable y = a.call(x);
            return y.add(b.call(y));
          }
        };
    ExportedProgram program = Export.trace(net, List.of(tensor(1, 2, 4, 4)));
    Annotations annotations =
        X86InductorQuantizer.preset(X86Preset.DEFAULT).annotate(program, Annotations.none());
    assertThat(annotations.decision("add").orElseThrow().detail()).isEqualTo("into %conv2d_1");
    Node add = program.graph().nodes().getLast();
    assertThat(annotations.spec(Site.input(add, 0)))
        .isEqualTo(Optional.ofNullable(STATIC.inputActivationSpec()));
    assertThat(annotations.sites()).doesNotContainKey(Site.input(add, 1));
  }

  @Test
  void quantizersAreValues() {
    assertThat(X86InductorQuantizer.preset(X86Preset.DYNAMIC))
        .isEqualTo(X86InductorQuantizer.preset(X86Preset.DYNAMIC));
    assertThat(X86InductorQuantizer.preset(X86Preset.DYNAMIC))
        .isNotEqualTo(X86InductorQuantizer.preset(X86Preset.MINMAX));
  }
}
