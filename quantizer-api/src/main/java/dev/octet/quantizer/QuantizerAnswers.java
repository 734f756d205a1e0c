package dev.octet.quantizer;

import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.AnnotationException;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Quantizer;
import org.jspecify.annotations.Nullable;

/**
 * What quantizers give when asked; plugins are compiled elsewhere, and null must name its source.
 */
final class QuantizerAnswers {
  private QuantizerAnswers() {}

  /**
   * The program that a quantizer wants to annotate.
   *
   * @throws AnnotationException if it gives null
   */
  static ExportedProgram transformed(Quantizer quantizer, ExportedProgram program) {
    return required(
        quantizer,
        "transformForAnnotation",
        quantizer.transformForAnnotation(program),
        "the program that it was given if there is nothing to change");
  }

  /**
   * The annotations of a quantizer.
   *
   * @throws AnnotationException if it gives null
   */
  static Annotations annotations(
      Quantizer quantizer, ExportedProgram program, Annotations earlier) {
    return required(
        quantizer,
        "annotate",
        quantizer.annotate(program, earlier),
        "Annotations.none() if there is nothing to annotate");
  }

  private static <T> T required(
      Quantizer quantizer, String method, @Nullable T answer, String instead) {
    if (answer == null) {
      throw new AnnotationException(
          quantizer.name()
              + " (class "
              + quantizer.getClass().getName()
              + ") gave null from "
              + method
              + "; it must give "
              + instead);
    }
    return answer;
  }
}
