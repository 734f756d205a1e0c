package dev.octet.quantizer.x86;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.nn.Linear;
import dev.octet.nn.Sequential;
import dev.octet.op.AtenOps;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.spec.QuantizationConfig;
import org.junit.jupiter.api.Test;

/** Rules by glob, regular expression, operator and depth. */
final class OrderedRulesTest {
  private static final QuantizationConfig DEFAULT = X86InductorQuantizer.defaultConfig();
  private static final X86InductorQuantizer ALL = X86InductorQuantizer.create().setGlobal(DEFAULT);

  /** linear to linear_3: blocks.0.0, blocks.0.1, blocks.1, head. */
  private static Annotated annotate(X86InductorQuantizer quantizer) {
    Net net = new Net();
    Sequential blocks =
        net.with(
            "blocks",
            new Sequential(new Sequential(new Linear(4, 4), new Linear(4, 4)), new Linear(4, 4)));
    Linear head = net.linear("head");
    return Annotated.by(quantizer, net.forward(x -> head.call(blocks.call(x))), Annotated.ROWS);
  }

  @Test
  void aStarStaysWithinOnePartOfThePath() {
    assertThat(annotate(ALL.setGlob("blocks.*", null)).quantized())
        .containsExactly("linear", "linear_1", "linear_3");
    assertThat(annotate(ALL.setGlob("blocks.**", null)).quantized()).containsExactly("linear_3");
    assertThat(annotate(ALL.setGlob("{head,blocks.1}", null)).quantized())
        .containsExactly("linear", "linear_1");
  }

  @Test
  void aGlobMayNameNodes() {
    Annotated annotated = annotate(ALL.setGlob("%linear_?", null));
    assertThat(annotated.quantized()).containsExactly("linear");
    assertThat(annotated.decision("linear_1").rule()).isEqualTo("setGlob(\"%linear_?\", null)");
  }

  @Test
  void regularExpressionsMatchWholePaths() {
    assertThat(annotate(ALL.setRegex("blocks\\.0\\.[01]", null)).quantized())
        .containsExactly("linear_2", "linear_3");
    assertThat(annotate(ALL.setRegex("(?!blocks).*", null)).quantized())
        .containsExactly("linear", "linear_1", "linear_2");
  }

  @Test
  void operatorsCoverEveryCall() {
    Annotated annotated = annotate(ALL.setOperator(AtenOps.LINEAR, null));
    assertThat(annotated.quantized()).isEmpty();
    assertThat(annotated.reason("linear_3")).isEqualTo(Reason.EXCLUDED_BY_RULE);
  }

  @Test
  void depthCountsTheModulesAround() {
    assertThat(annotate(ALL.setDepth(3, 9, null)).quantized())
        .containsExactly("linear_2", "linear_3");
    assertThat(annotate(ALL.setDepth(1, 1, null)).quantized())
        .containsExactly("linear", "linear_1", "linear_2");
  }

  @Test
  void orderedRulesComeFirstAndTheFirstOfThemWins() {
    X86InductorQuantizer quantizer =
        ALL.setModuleName("blocks", DEFAULT)
            .setGlob("blocks.0.0", DEFAULT)
            .setRegex("blocks\\.0.*", null);
    assertThat(annotate(quantizer).quantized()).containsExactly("linear", "linear_2", "linear_3");
  }
}
