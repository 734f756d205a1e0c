package dev.octet.quantizer;

import com.google.common.collect.ImmutableList;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.AnnotationException;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.ObserverAssignments;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several quantizers on one program. The first to annotate a node has it: each is shown what those
 * before it have annotated, and must leave that alone. As immutable as its members.
 */
public final class ComposableQuantizer implements Quantizer {
  private final ImmutableList<Quantizer> quantizers;

  /**
   * Composes quantizers; those that come first have precedence.
   *
   * @throws InputException if there is none
   */
  public ComposableQuantizer(List<? extends Quantizer> quantizers) {
    if (quantizers.isEmpty()) {
      throw new InputException(
          "a composition of no quantizers annotates nothing; name at least one");
    }
    this.quantizers = ImmutableList.copyOf(quantizers);
  }

  public static ComposableQuantizer of(Quantizer... quantizers) {
    return new ComposableQuantizer(ImmutableList.copyOf(quantizers));
  }

  /** The members, in order. */
  public ImmutableList<Quantizer> quantizers() {
    return quantizers;
  }

  /** {@code EmbeddingQuantizer + X86InductorQuantizer}. */
  @Override
  public String name() {
    return quantizers.stream().map(Quantizer::name).collect(Collectors.joining(" + "));
  }

  /** Applies the changes of all members, each to the result of the one before. */
  @Override
  public ExportedProgram transformForAnnotation(ExportedProgram program) {
    ExportedProgram current = program;
    for (Quantizer quantizer : quantizers) {
      current = QuantizerAnswers.transformed(quantizer, current);
    }
    return current;
  }

  /**
   * Lets the members annotate in their order.
   *
   * @throws AnnotationException if a member annotates a node that is taken, naming both
   */
  @Override
  public Annotations annotate(ExportedProgram program, Annotations earlier) {
    Annotations.Builder all = Annotations.builder(program.graph());
    all.addAll(earlier, "the quantizer before " + name());
    Annotations.Builder own = Annotations.builder(program.graph());
    for (Quantizer quantizer : quantizers) {
      Annotations made = QuantizerAnswers.annotations(quantizer, program, all.build());
      all.addAll(made, quantizer.name());
      own.addAll(made, quantizer.name());
    }
    return own.build();
  }

  /**
   * Asks every member, in order. Each sees the annotations of all: a member that speaks for its own
   * backend only looks at the annotators that the decisions name.
   */
  @Override
  public void validate(ExportedProgram program, Annotations annotations) {
    quantizers.forEach(quantizer -> quantizer.validate(program, annotations));
  }

  /** Lets every member exchange observers, in order; the last word counts. */
  @Override
  public void assignObservers(ObserverAssignments assignments) {
    quantizers.forEach(quantizer -> quantizer.assignObservers(assignments));
  }
}
