package dev.octet.quantizer.x86;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.truth.StringSubject;
import dev.octet.quantizer.annotate.AnnotationException;
import dev.octet.quantizer.rule.RuleException;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationConfig;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import org.junit.jupiter.api.Test;

/** What is refused, and what the messages say. */
final class RuleErrorsTest {
  private static final QuantizationConfig STATIC = X86InductorQuantizer.defaultConfig();
  private static final QuantizationConfig DYNAMIC = X86InductorQuantizer.defaultConfig(true, false);
  private static final X86InductorQuantizer NONE = X86InductorQuantizer.create();

  private static Net net() {
    Net net = new Net();
    var encoder = net.conv("encoder");
    return net.forward(encoder::call);
  }

  private static StringSubject refusal(X86InductorQuantizer quantizer) {
    return assertThat(
            assertThrows(
                InputException.class, () -> Annotated.by(quantizer, net(), Annotated.IMAGE)))
        .hasMessageThat();
  }

  @Test
  void patternsThatSelectNothingAreErrors() {
    refusal(NONE.setGlob("decoder.**", STATIC)).contains("decoder.**");
    refusal(NONE.setRegex("decoder.*", STATIC)).contains("decoder.*");
    refusal(NONE.setDepth(5, 6, STATIC)).contains("setDepth(5, 6");
  }

  @Test
  void patternsThatCannotBeReadAreErrors() {
    assertThrows(RuleException.class, () -> NONE.setGlob("{a,b", STATIC));
    assertThrows(RuleException.class, () -> NONE.setRegex("(", STATIC));
    assertThrows(RuleException.class, () -> NONE.setDepth(2, 1, STATIC));
  }

  @Test
  void staticAndDynamicRulesDoNotMix() {
    X86InductorQuantizer first = NONE.setModuleName("encoder", STATIC);
    RuleException names =
        assertThrows(RuleException.class, () -> first.setModuleName("other", DYNAMIC));
    assertThat(names).hasMessageThat().contains("setModuleName(\"encoder\"");
    assertThat(names).hasMessageThat().contains("setModuleName(\"other\"");
    assertThat(names).hasMessageThat().contains("static");
    assertThat(names).hasMessageThat().contains("dynamic");
    RuleException acrossSetters =
        assertThrows(RuleException.class, () -> first.setModuleType("torch.nn.Linear", DYNAMIC));
    assertThat(acrossSetters).hasMessageThat().contains("setModuleType(\"torch.nn.Linear\"");
    assertThrows(RuleException.class, () -> first.setGlobal(DYNAMIC));
    assertThat(first.setModuleName("other", null).rules().rules()).hasSize(2);
    assertThat(NONE.setGlobal(STATIC).setGlobal(DYNAMIC).rules().rules()).hasSize(1);
  }

  @Test
  void weightsThatOneDnnLacksAreRefused() {
    QuantizationSpec unsigned =
        QuantizationSpec.builder(DType.UINT8, ObserverKind.perChannelMinMax(0x1p-12))
            .qscheme(QScheme.PER_CHANNEL_SYMMETRIC)
            .channelAxis(0)
            .build();
    AnnotationException weight =
        assertThrows(
            AnnotationException.class,
            () ->
                Annotated.by(
                    NONE.setGlobal(QuantizationConfig.of(STATIC.inputActivation(), unsigned)),
                    net(),
                    Annotated.IMAGE));
    assertThat(weight).hasMessageThat().contains("the weight of %conv2d");
  }
}
