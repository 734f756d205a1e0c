package dev.octet.quantizer;

import dev.octet.graph.evaluate.Evaluator;
import dev.octet.graph.verify.Dialect;
import dev.octet.graph.verify.Verifier;
import dev.octet.graph.verify.Violation;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.AnnotationCheck;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.prepare.FoldBatchNorm;
import dev.octet.quantizer.prepare.InsertObservers;
import dev.octet.quantizer.prepare.ObserverPlan;
import dev.octet.quantizer.prepare.PreparedProgram;
import dev.octet.tensor.InputException;
import java.util.List;

/** Where quantization begins. PyTorch's names are {@code prepare_pt2e} and {@code convert_pt2e}. */
public final class Quantization {
  private Quantization() {}

  /**
   * Prepares a program for calibration on the reference evaluator.
   *
   * @see #prepare(ExportedProgram, Quantizer, Evaluator)
   */
  public static PreparedModel prepare(ExportedProgram program, Quantizer quantizer) {
    return prepare(program, quantizer, Evaluator.reference());
  }

  /**
   * Prepares a program: folds BatchNorm, has the quantizer annotate the graph, checks the
   * annotations and inserts observers. The program itself stays as it is.
   *
   * @param evaluator runs the calibration batches
   * @throws InputException if the program is quantized already, or the quantizer's annotations are
   *     unsound or refused by its {@code validate}
   */
  public static PreparedModel prepare(
      ExportedProgram program, Quantizer quantizer, Evaluator evaluator) {
    requireFloat(program);
    FoldBatchNorm.Folded folded = FoldBatchNorm.fold(program);
    ExportedProgram model = QuantizerAnswers.transformed(quantizer, folded.program());
    Annotations made = QuantizerAnswers.annotations(quantizer, model, Annotations.none());
    AnnotationCheck.check(model.graph(), made);
    quantizer.validate(model, made);
    Annotations.Builder all = Annotations.builder(model.graph());
    all.addAll(made, quantizer.name());
    folded
        .decisions()
        .forEach(decision -> {
          boolean decided =
              made.decision(decision.node()).map(d -> d.reason().isQuantized()).orElse(false);
          if (!decided) {
            all.decide(decision);
          }
        });
    all.decideRest(model.graph().nodes(), Reason.NOT_ANNOTATED, quantizer.name());
    Annotations annotations = all.build();
    ObserverPlan plan = ObserverPlan.of(model.graph(), annotations);
    quantizer.assignObservers(plan);
    PreparedProgram prepared = InsertObservers.apply(model, plan);
    Verifier.check(prepared.program().graph(), Dialect.PREPARED);
    return new PreparedModel(program, prepared, annotations, evaluator);
  }

  private static void requireFloat(ExportedProgram program) {
    List<Violation> violations = Verifier.violations(program.graph(), Dialect.CAPTURED);
    if (!violations.isEmpty()) {
      throw new InputException(
          "this program cannot be prepared: "
              + violations.getFirst()
              + (violations.size() > 1 ? " (and " + (violations.size() - 1) + " more)" : "")
              + "; prepare takes a float program as it was captured, not one that is quantized"
              + " already");
    }
  }
}
