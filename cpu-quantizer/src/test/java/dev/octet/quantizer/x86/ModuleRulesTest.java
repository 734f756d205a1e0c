package dev.octet.quantizer.x86;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.nn.Linear;
import dev.octet.nn.MaxPool2d;
import dev.octet.nn.ReLU;
import dev.octet.nn.Sequential;
import dev.octet.nn.Variable;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.spec.QuantizationConfig;
import org.junit.jupiter.api.Test;

/** Rules by module name, by type and for everything, and which of them wins. */
final class ModuleRulesTest {
  private static final QuantizationConfig DEFAULT = X86InductorQuantizer.defaultConfig();
  private static final X86InductorQuantizer NONE = X86InductorQuantizer.create();

  /** Nodes linear and linear_1 under sub, linear_2 under last_one. */
  private static Net threeLinears() {
    Net net = new Net();
    Sequential sub = net.with("sub", new Sequential(new Linear(4, 4), new Linear(4, 4)));
    Linear last = net.linear("last_one");
    return net.forward(x -> last.call(sub.call(x)));
  }

  @Test
  void namesAreWholePathsAndMayHoldUnderscores() {
    assertThat(
            Annotated.by(NONE.setModuleName("last_one", DEFAULT), threeLinears(), Annotated.ROWS)
                .quantized())
        .containsExactly("linear_2");
    assertThat(
            Annotated.by(NONE.setModuleName("sub.1", DEFAULT), threeLinears(), Annotated.ROWS)
                .quantized())
        .containsExactly("linear_1");
  }

  @Test
  void aNameThatIsExcludedBeatsAType() {
    X86InductorQuantizer quantizer =
        NONE.setModuleType("torch.nn.Linear", DEFAULT).setModuleName("sub", null);
    Annotated annotated = Annotated.by(quantizer, threeLinears(), Annotated.ROWS);
    assertThat(annotated.quantized()).containsExactly("linear_2");
    assertThat(annotated.reason("linear")).isEqualTo(Reason.EXCLUDED_BY_RULE);
    assertThat(annotated.decision("linear").rule()).isEqualTo("setModuleName(\"sub\", null)");
  }

  @Test
  void ofTwoNamesTheEarlierWins() {
    X86InductorQuantizer quantizer =
        NONE.setModuleName("sub.0", null).setModuleName("sub", DEFAULT);
    assertThat(Annotated.by(quantizer, threeLinears(), Annotated.ROWS).quantized())
        .containsExactly("linear_1");
    X86InductorQuantizer reversed = NONE.setModuleName("sub", DEFAULT).setModuleName("sub.0", null);
    assertThat(Annotated.by(reversed, threeLinears(), Annotated.ROWS).quantized())
        .containsExactly("linear", "linear_1");
  }

  @Test
  void functionAndModuleTypeAreOneSlotAndTheLastOneCounts() {
    X86InductorQuantizer quantizer =
        NONE.setModuleType("torch.nn.Linear", DEFAULT)
            .setFunctionType("torch.nn.functional.linear", null);
    assertThat(Annotated.by(quantizer, threeLinears(), Annotated.ROWS).quantized()).isEmpty();
    assertThat(quantizer.rules().rules()).hasSize(1);
  }

  @Test
  void dynamicRulesByNameAskForDynamicSpecs() {
    QuantizationConfig dynamic = X86InductorQuantizer.defaultConfig(true, false);
    Annotated annotated =
        Annotated.by(NONE.setModuleName("sub", dynamic), threeLinears(), Annotated.ROWS);
    assertThat(annotated.quantized()).containsExactly("linear", "linear_1");
    assertThat(annotated.input("linear", 0)).hasValue(dynamic.inputActivation());
  }

  private static Net convReluPool() {
    Net net = new Net();
    var conv = net.conv("conv");
    ReLU act = net.with("act", new ReLU());
    MaxPool2d pool = net.with("pool", new MaxPool2d(2));
    return net.forward(x -> pool.call(act.call(conv.call(x))));
  }

  @Test
  void aTypeRuleTakesTheWholePatternAlong() {
    Annotated annotated =
        Annotated.by(
            NONE.setModuleType("torch.nn.Conv2d", DEFAULT), convReluPool(), Annotated.IMAGE);
    assertThat(annotated.quantized()).containsExactly("conv2d", "relu");
    assertThat(annotated.reason("max_pool2d")).isEqualTo(Reason.NO_RULE);
  }

  @Test
  void anExcludedPoolStopsPropagation() {
    Net net = new Net();
    var conv = net.conv("conv");
    MaxPool2d pool = net.with("pool", new MaxPool2d(2));
    MaxPool2d second = net.with("second", new MaxPool2d(2));
    net.forward((Variable x) -> second.call(pool.call(conv.call(x))));
    X86InductorQuantizer all = NONE.setGlobal(DEFAULT);
    assertThat(Annotated.by(all, net, Annotated.IMAGE).quantized())
        .containsExactly("conv2d", "max_pool2d", "max_pool2d_1");
    Annotated annotated = Annotated.by(all.setModuleName("pool", null), net, Annotated.IMAGE);
    assertThat(annotated.quantized()).containsExactly("conv2d");
    assertThat(annotated.reason("max_pool2d")).isEqualTo(Reason.EXCLUDED_BY_RULE);
    assertThat(annotated.reason("max_pool2d_1")).isEqualTo(Reason.PRODUCER_NOT_QUANTIZED);
    Annotated byType =
        Annotated.by(all.setModuleType("torch.nn.MaxPool2d", null), net, Annotated.IMAGE);
    assertThat(byType.quantized()).containsExactly("conv2d");
    assertThat(byType.reason("max_pool2d_1")).isEqualTo(Reason.EXCLUDED_BY_RULE);
  }

  @Test
  void settersLeaveTheQuantizerAsItIs() {
    X86InductorQuantizer global = NONE.setGlobal(DEFAULT);
    assertThat(NONE.rules().rules()).isEmpty();
    assertThat(global.setModuleName("sub", null)).isNotEqualTo(global);
    assertThat(NONE.setGlobal(X86InductorQuantizer.defaultConfig())).isEqualTo(global);
    assertThat(X86InductorQuantizer.of(global.rules())).isEqualTo(global);
  }
}
