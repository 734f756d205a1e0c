package dev.octet.quantizer.annotate;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.quantizer.SiteQuantizer.ACTIVATION;
import static dev.octet.quantizer.SiteQuantizer.MIN_MAX;
import static dev.octet.quantizer.SiteQuantizer.node;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.AtenOps;
import dev.octet.quantizer.Networks;
import dev.octet.quantizer.spec.Site;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnnotationsTest {
  private static final Graph GRAPH =
      Graph.build(b -> {
        Value x = Networks.input(b, "x");
        b.output(b.call(AtenOps.TANH, b.call(AtenOps.RELU, x)));
      });
  private static final Node RELU = node(GRAPH, "relu");
  private static final Node TANH = node(GRAPH, "tanh");

  private static Annotations.Builder into() {
    return Annotations.builder(GRAPH);
  }

  private static Decision decision(Reason reason, String annotator) {
    return new Decision("relu", reason, annotator);
  }

  @Test
  void theBuilderTellsWhatItHas() {
    Annotations.Builder into =
        into()
            .input(RELU, 0, MIN_MAX)
            .input(TANH, 0, null)
            .decide(decision(Reason.QUANTIZED, "first"));
    assertThat(into.has(Site.input(RELU, 0))).isTrue();
    assertThat(into.spec(Site.input(RELU, 0))).hasValue(MIN_MAX);
    assertThat(into.has(Site.input(TANH, 0))).isTrue();
    assertThat(into.spec(Site.input(TANH, 0))).isEmpty();
    assertThat(into.has(Site.output(RELU.result()))).isFalse();
    assertThat(into.spec(Site.output(RELU.result()))).isEmpty();
    assertThat(into.decision(RELU)).hasValue(decision(Reason.QUANTIZED, "first"));
    assertThat(into.decision(TANH)).isEmpty();
    assertThat(into.build().decisions())
        .containsExactly("relu", decision(Reason.QUANTIZED, "first"));
    assertThat(into.build().toString()).isEqualTo("2 annotated sites, 1 decisions");
  }

  @Test
  void annotationsAreEqualIfSitesSharingAndDecisionsAre() {
    Annotations one = into().input(RELU, 0, MIN_MAX).build();
    assertThat(one).isEqualTo(into().input(RELU, 0, MIN_MAX).build());
    assertThat(one.hashCode()).isEqualTo(into().input(RELU, 0, MIN_MAX).build().hashCode());
    assertThat(one).isNotEqualTo(into().input(RELU, 0, ACTIVATION).build());
    assertThat(one)
        .isNotEqualTo(into().input(RELU, 0, MIN_MAX).withoutImplicitSharing(RELU).build());
    assertThat(one)
        .isNotEqualTo(
            into().input(RELU, 0, MIN_MAX).decide(decision(Reason.QUANTIZED, "q")).build());
  }

  /** What an earlier quantizer and a later one say of a node, and what counts. */
  @ParameterizedTest
  @CsvSource({
    "NO_RULE, QUANTIZED, second",
    "QUANTIZED, NO_RULE, first",
    "NO_RULE, OUTSIDE_RECIPE, second",
    "NO_RULE, ANNOTATED_BEFORE, first",
    "EXCLUDED_BY_RULE, NO_RULE, first",
    "EXCLUDED_BY_RULE, QUANTIZED, second"
  })
  void aDecisionGivesWayToABetterOne(Reason earlier, Reason later, String annotator) {
    Annotations second = into().decide(decision(later, "second")).build();
    Annotations both = into().decide(decision(earlier, "first")).addAll(second, "second").build();
    assertThat(both.decision("relu").orElseThrow().annotator()).isEqualTo(annotator);
  }

  @Test
  void whatIsAddedComesWithItsSitesAndItsWishForSeparateObservers() {
    Annotations second =
        into()
            .input(TANH, 0, MIN_MAX)
            .withoutImplicitSharing(TANH)
            .decide(new Decision("tanh", Reason.QUANTIZED, "second"))
            .build();
    Annotations both = into().input(RELU, 0, ACTIVATION).addAll(second, "second").build();
    assertThat(both.spec(Site.input(RELU, 0))).hasValue(ACTIVATION);
    assertThat(both.spec(Site.input(TANH, 0))).hasValue(MIN_MAX);
    assertThat(both.allowsImplicitSharing("tanh")).isFalse();
    assertThat(both.allowsImplicitSharing("relu")).isTrue();
    assertThat(both.decision("tanh")).isPresent();
  }

  @Test
  void aNodeThatIsTakenMustBeLeftAlone() {
    Annotations second = into().output(RELU.result(), MIN_MAX).build();
    AnnotationException error =
        assertThrows(
            AnnotationException.class,
            () -> into().input(RELU, 0, MIN_MAX).addAll(second, "second"));
    assertThat(error)
        .hasMessageThat()
        .contains("%relu aten.relu.default was annotated before (no reason given)");
  }

  @Test
  void onlyNodesWithoutADecisionGetOneForTheRest() {
    Annotations annotations =
        into()
            .decide(decision(Reason.QUANTIZED, "first"))
            .decideRest(List.of(RELU, TANH), Reason.NOT_ANNOTATED, "rest")
            .build();
    assertThat(annotations.decision("relu").orElseThrow().annotator()).isEqualTo("first");
    assertThat(annotations.decision("tanh"))
        .hasValue(new Decision("tanh", Reason.NOT_ANNOTATED, "rest"));
  }

  @Test
  void aDecisionSaysByWhichRuleAndWhy() {
    assertThat(decision(Reason.NO_RULE, "X86").toString()).isEqualTo("no rule selects it: X86");
    assertThat(new Decision("relu", Reason.FUSED, "X86", "setGlobal", "with %conv").toString())
        .isEqualTo("part of a quantized pattern: X86, by setGlobal (with %conv)");
    assertThrows(IllegalArgumentException.class, () -> new Decision("", Reason.QUANTIZED, "X86"));
  }
}
