package dev.octet.testkit.quantizer;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.testkit.quantizer.Breaches.failure;
import static dev.octet.testkit.quantizer.Breaches.failures;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.annotate.ObserverAssignments;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.observe.Observer;
import dev.octet.quantizer.spec.FixedQParamsQuantizationSpec;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.Site;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Quantizers that keep the contract, and others that break it beyond their annotations. */
final class QuantizerConformanceTest {
  private final AtomicInteger counter = new AtomicInteger();

  @Test
  void aSoundQuantizerPassesOnEveryModel() {
    ConformanceReport report = QuantizerConformance.of(LinearQuantizer::new).check();
    assertThat(report.entries()).hasSize(18);
    assertThat(report.toString()).containsMatch("mlp +3 of +5 nodes quantized, [1-9][0-9]");
    ConformanceReport.Entry untouched =
        report.entries().get(GoldenModels.names().indexOf("conv1d"));
    assertThat(untouched.quantized()).isEqualTo(0);
  }

  @Test
  void aConvertThatCannotBeRepeatedIsFound() {
    Supplier<Quantizer> moody =
        () ->
            new LinearQuantizer() {
              private final double scale = 0.05 + counter.incrementAndGet() * 0x1p-20;

              @Override
              public void assignObservers(ObserverAssignments assignments) {
                assignments.replace(
                    new Site.Input("linear", 0),
                    Observer.of(new FixedQParamsQuantizationSpec(DType.INT8, scale, 0)));
              }
            };
    assertThat(failure(Step.REPEAT_CONVERT, moody).where())
        .startsWith("%quantize_per_tensor_default");
  }

  @Test
  void aTransformThatComputesSomethingElseIsFound() {
    List<Failure> failures =
        failures(
            Step.TRANSFORM,
            () ->
                new LinearQuantizer() {
                  @Override
                  public ExportedProgram transformForAnnotation(ExportedProgram program) {
                    return negated(program);
                  }
                });
    assertThat(failures.getFirst().where()).startsWith("output 0 %linear_2 ");
    assertThat(failures.getFirst().problem()).contains("in floating point");
  }

  private static ExportedProgram negated(ExportedProgram program) {
    Graph graph = program.graph();
    return program.withGraph(
        Graph.build(builder -> {
          graph.inputs().forEach(builder::addInput);
          graph.nodes().forEach(builder::add);
          builder.output(
              builder.call(OpName.aten("neg", "default"), graph.nodes().getLast().result()));
        }));
  }

  @Test
  void aTransformThatChangesTheSignatureIsFound() {
    Failure first =
        failures(
                Step.TRANSFORM,
                () ->
                    new LinearQuantizer() {
                      @Override
                      public ExportedProgram transformForAnnotation(ExportedProgram program) {
                        return GoldenModels.load("conv_relu").program();
                      }
                    })
            .getFirst();
    assertThat(first.problem()).contains("changes the inputs or outputs");
  }

  @Test
  void aNodeThatATransformTakesAwayWithoutAWordIsFound() {
    Failure failure =
        failure(
            Step.EXPLAIN,
            () ->
                new LinearQuantizer() {
                  @Override
                  public ExportedProgram transformForAnnotation(ExportedProgram program) {
                    return renamed(program);
                  }
                });
    assertThat(failure.where()).startsWith("%relu ");
    QuantizerConformance.of(() ->
            new LinearQuantizer() {
              @Override
              public ExportedProgram transformForAnnotation(ExportedProgram program) {
                return renamed(program);
              }

              @Override
              public Annotations annotate(ExportedProgram program, Annotations earlier) {
                return Annotations.builder(program.graph())
                    .addAll(super.annotate(program, earlier), name())
                    .decide(new Decision("relu", Reason.FOLDED, name()))
                    .build();
              }
            })
        .on("mlp")
        .check();
  }

  /** The node relu under another name. */
  private static ExportedProgram renamed(ExportedProgram program) {
    Graph graph = program.graph();
    List<Node> nodes =
        graph.nodes().stream()
            .map(n ->
                n.name().equals("relu")
                    ? new Node("other", n.op(), n.operands(), n.results(), n.origin())
                    : n)
            .toList();
    return program.withGraph(new Graph(graph.inputs(), nodes, graph.outputs()));
  }

  @Test
  void anObserverThatGivesNoScaleFailsAtConvert() {
    Failure failure =
        failure(
            Step.CONVERT,
            () ->
                new LinearQuantizer() {
                  @Override
                  public void assignObservers(ObserverAssignments assignments) {
                    assignments.replace(
                        new Site.Input("linear", 0),
                        Observer.of(SPEC.toBuilder().observer(new ObserverKind.Noop()).build()));
                  }
                });
    assertThat(failure.problem()).contains("computes no scale");
  }

  @Test
  void resultsThatAreFarFromFloatAreFound() {
    Supplier<Quantizer> coarse =
        () ->
            new LinearQuantizer() {
              @Override
              void annotate(Node node, Annotations.Builder into) {
                into.input(node, 0, new FixedQParamsQuantizationSpec(DType.INT8, 8, 0));
              }
            };
    Failure failure = failure(Step.EVALUATE, coarse);
    assertThat(failure.where()).startsWith("output 0 %linear_2 ");
    assertThat(failure.problem()).containsMatch("signal to noise .* dB .*, expected at least 10.0");
    Supplier<Quantizer> sound = LinearQuantizer::new;
    QuantizerConformance kit = QuantizerConformance.of(sound).on("mlp");
    assertThrows(ConformanceError.class, () -> kit.sqnrAtLeast("mlp", 120).check());
    assertThrows(ConformanceError.class, () -> kit.sqnrAtLeast(120).check());
    kit.sqnrAtLeast(120).sqnrAtLeast("mlp", 20).check();
  }

  @Test
  void aQuantizerThatWritesToTheProgramIsFound() {
    ConformanceModel model = GoldenModels.load("mlp");
    ExportedProgram program = writable(model.program());
    Supplier<Quantizer> vandal =
        () ->
            new LinearQuantizer() {
              @Override
              public Annotations annotate(ExportedProgram given, Annotations earlier) {
                given.state().values().iterator().next().setDouble(0, counter.incrementAndGet());
                return super.annotate(given, earlier);
              }
            };
    ConformanceModel own = new ConformanceModel("own", program, model.calibration(), model.held());
    ConformanceError error =
        assertThrows(
            ConformanceError.class,
            () -> QuantizerConformance.of(vandal).with(own).on("own").check());
    assertThat(error.failures().getLast().step()).isEqualTo(Step.LEAVE_PROGRAM);
    assertThat(error.failures().getLast().where())
        .isEqualTo(program.state().keySet().asList().getFirst());
  }

  /** The tensors of a program that is read are mapped from its file, and cannot be written. */
  private static ExportedProgram writable(ExportedProgram program) {
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    program.state().forEach((name, tensor) -> state.put(name, tensor.copy(Arena.ofAuto())));
    return new ExportedProgram(
        program.graph(),
        program.inputs(),
        program.outputs(),
        state.buildOrThrow(),
        program.ranges(),
        program.inputTree(),
        program.outputTree(),
        program.metadata());
  }

  @Test
  void aQuantizerThatQuantizesNothingIsFound() {
    Supplier<Quantizer> idle =
        () ->
            new LinearQuantizer() {
              @Override
              void annotate(Node node, Annotations.Builder into) {}

              @Override
              void decide(Node node, Reason reason, Annotations.Builder into) {
                super.decide(node, Reason.OUTSIDE_RECIPE, into);
              }
            };
    ConformanceError error =
        assertThrows(
            ConformanceError.class,
            () -> QuantizerConformance.of(idle).on("mlp", "conv1d").check());
    assertThat(error).hasMessageThat().contains("no node of any model is quantized");
  }

  @Test
  void whatAQuantizerThrowsIsKept() {
    Supplier<Quantizer> broken =
        () ->
            new LinearQuantizer() {
              @Override
              void annotate(Node node, Annotations.Builder into) {
                throw new IllegalStateException("oops at " + node);
              }
            };
    ConformanceError error =
        assertThrows(
            ConformanceError.class, () -> QuantizerConformance.of(broken).on("mlp").check());
    assertThat(error).hasMessageThat().contains("mlp, annotate: oops at %linear");
    assertThat(error.getSuppressed()[0]).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anUnknownModelIsRefused() {
    QuantizerConformance kit = QuantizerConformance.of(LinearQuantizer::new);
    assertThrows(IllegalArgumentException.class, () -> kit.on("nlp"));
    assertThrows(IllegalArgumentException.class, () -> kit.sqnrAtLeast("nlp", 1));
  }
}
