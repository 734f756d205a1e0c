package dev.octet.testkit.quantizer;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.testkit.quantizer.Breaches.failure;
import static dev.octet.testkit.quantizer.Breaches.failures;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.AnnotationException;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.SharedQuantizationSpec;
import dev.octet.quantizer.spec.Site;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Quantizers whose annotations break the contract in one way each. */
final class AnnotationFailuresTest {
  private final AtomicInteger counter = new AtomicInteger();

  @Test
  void aSiteThatIsAnnotatedTwiceIsFound() {
    List<Failure> failures =
        failures(
            Step.ANNOTATE,
            () ->
                new LinearQuantizer() {
                  @Override
                  void annotate(Node node, Annotations.Builder into) {
                    into.input(node, 0, SPEC).input(node, 0, SPEC);
                  }
                });
    assertThat(failures.getFirst().problem()).contains("operand 0 of %linear is annotated twice");
    assertThat(failures.getFirst().cause().orElseThrow()).isInstanceOf(AnnotationException.class);
  }

  @Test
  void aSiteThatDoesNotExistIsFound() {
    Node foreign = node(GoldenModels.load("conv_relu").program(), "conv2d");
    List<Failure> failures =
        failures(
            Step.ANNOTATE,
            () ->
                new LinearQuantizer() {
                  @Override
                  void annotate(Node node, Annotations.Builder into) {
                    if (node.name().equals("linear")) {
                      into.input(foreign, 0, SPEC);
                    }
                  }
                });
    assertThat(failures.getFirst().problem()).contains("the graph has no node %conv2d");
    assertThat(failures.stream().map(Failure::step)).contains(Step.PREPARE);
  }

  @Test
  void aCircleOfSharingIsFound() {
    List<Failure> failures =
        failures(
            Step.ANNOTATE,
            () ->
                new LinearQuantizer() {
                  @Override
                  void annotate(Node node, Annotations.Builder into) {
                    into.input(node, 0, new SharedQuantizationSpec(Site.input(node, 1)));
                    into.input(node, 1, new SharedQuantizationSpec(Site.input(node, 0)));
                  }
                });
    assertThat(failures.getFirst().problem()).contains("in a circle");
  }

  @Test
  void anIntegerTensorIsNotAnnotated() {
    Supplier<Quantizer> quantizer =
        () ->
            new LinearQuantizer() {
              @Override
              public Annotations annotate(ExportedProgram program, Annotations earlier) {
                Annotations.Builder into = Annotations.builder(program.graph());
                into.addAll(super.annotate(program, earlier), name());
                Value input = program.userInputs().getFirst();
                if (earlier.spec(Site.output(input)).isEmpty()) {
                  into.output(input, SPEC);
                }
                return into.build();
              }
            };
    ConformanceError error =
        assertThrows(
            ConformanceError.class,
            () -> QuantizerConformance.of(quantizer).on("mlp", "text_classifier").check());
    assertThat(error.failures().getFirst().toString())
        .startsWith("text_classifier, annotate: output of ");
  }

  @Test
  void aNodeWithoutDecisionIsFound() {
    Failure failure =
        failure(
            Step.DECIDE,
            () ->
                new LinearQuantizer() {
                  @Override
                  void decide(Node node, Reason reason, Annotations.Builder into) {
                    if (!node.name().equals("relu")) {
                      super.decide(node, reason, into);
                    }
                  }
                });
    assertThat(failure.where()).startsWith("%relu aten.relu.default");
    assertThat(failure.problem()).contains("gives no decision");
  }

  @Test
  void aDecisionThatBeliesTheAnnotationsIsFound() {
    List<Failure> failures =
        failures(
            Step.DECIDE,
            () ->
                new LinearQuantizer() {
                  @Override
                  void decide(Node node, Reason reason, Annotations.Builder into) {
                    boolean lie = reason == Reason.QUANTIZED;
                    super.decide(node, lie ? Reason.OUTSIDE_RECIPE : reason, into);
                  }
                });
    assertThat(failures.getFirst().where()).startsWith("%linear ");
    assertThat(failures.getFirst().problem()).contains("is annotated, but");
  }

  @Test
  void aQuantizerThatRefusesItsOwnAnnotationsIsFound() {
    List<Failure> failures =
        failures(
            Step.VALIDATE,
            () ->
                new LinearQuantizer() {
                  @Override
                  public void validate(ExportedProgram program, Annotations annotations) {
                    throw new AnnotationException("no such type on this device");
                  }
                });
    assertThat(failures.getFirst().problem()).isEqualTo("no such type on this device");
  }

  @Test
  void aQuantizerThatTakesWhatAnotherHasIsFound() {
    Failure failure =
        failure(
            Step.COMPOSE,
            () ->
                new LinearQuantizer() {
                  @Override
                  public Annotations annotate(ExportedProgram program, Annotations earlier) {
                    return super.annotate(program, Annotations.none());
                  }
                });
    assertThat(failure.problem()).contains("LinearQuantizer annotates operand 0 of %linear");
  }

  @Test
  void specsThatDifferFromInstanceToInstanceAreFound() {
    Supplier<Quantizer> moody =
        () ->
            new LinearQuantizer() {
              private final double eps = 0x1p-12 / counter.incrementAndGet();

              @Override
              void annotate(Node node, Annotations.Builder into) {
                into.input(node, 0, SPEC.toBuilder().observer(ObserverKind.minMax(eps)).build());
              }
            };
    Failure failure = failure(Step.REPEAT, moody);
    assertThat(failure.where()).startsWith("%linear ");
    assertThat(failure.problem()).contains("different specs");
  }

  @Test
  void theOrderOfAnnotationCounts() {
    Supplier<Quantizer> moody =
        () ->
            new LinearQuantizer() {
              private final int first = counter.getAndIncrement() % 2;

              @Override
              void annotate(Node node, Annotations.Builder into) {
                into.input(node, first, SPEC).input(node, 1 - first, SPEC);
              }
            };
    assertThat(failure(Step.REPEAT, moody).problem()).contains("in another order");
  }

  private static Node node(ExportedProgram program, String name) {
    return program.graph().nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
