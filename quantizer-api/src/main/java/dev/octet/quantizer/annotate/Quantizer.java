package dev.octet.quantizer.annotate;

import dev.octet.program.ExportedProgram;

/**
 * Knows what a backend can compute with quantized tensors, and says so by annotating a graph: what
 * PyTorch calls by the same name. Implementations should be immutable; the methods are called once
 * each, in their order here, when a program is prepared.
 */
public interface Quantizer {
  /** The name in reports and messages. */
  default String name() {
    return getClass().getSimpleName();
  }

  /**
   * Changes the graph before it is annotated; BatchNorm has been folded by then. The inputs and
   * outputs of the program must stay.
   */
  default ExportedProgram transformForAnnotation(ExportedProgram program) {
    return program;
  }

  /**
   * Annotates a program.
   *
   * @param earlier what quantizers before this one have annotated, if several are composed; nodes
   *     that it claims are to be left alone
   * @return this quantizer's own annotations, with a decision for each node
   */
  Annotations annotate(ExportedProgram program, Annotations earlier);

  /**
   * Checks annotations before observers are made. What every backend needs (sites that exist,
   * sharing without cycles) has been checked by then; a quantizer checks that its backend has the
   * types.
   *
   * @throws AnnotationException if it refuses them
   */
  default void validate(ExportedProgram program, Annotations annotations) {}

  /** May exchange observers before they are inserted. */
  default void assignObservers(ObserverAssignments assignments) {}
}
