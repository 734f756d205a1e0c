package dev.octet.agreement.compiled;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.graph.Value;
import dev.octet.graph.text.GraphText;
import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.Ledger;
import dev.octet.lowering.LedgerEntry;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One case compiled, run on both, compared, and its ledger looked at. */
final class CaseRun {
  private final AgreementCase tested;
  private final AgreementSuite suite;

  CaseRun(AgreementCase tested, AgreementSuite suite) {
    this.tested = tested;
    this.suite = suite;
  }

  void check() {
    Sketch.Drawn drawn = tested.draw();
    ExportedProgram program = drawn.program();
    List<Tensor> inputs = inputs(program);
    Numbers numbers = tested.numbers();
    Target target = numbers.isAutocast() ? suite.target().autocast(DType.BFLOAT16) : suite.target();
    try (CompiledModel model = Lowering.compile(program, target);
        Arena arena = Arena.ofConfined()) {
      Ledger ledger = model.ledger();
      ReferenceRun reference = reference(program, inputs, ledger);
      List<Tensor> expected = reference.results();
      String what = tested + "\n" + GraphText.print(program.graph()) + "\n" + ledger;
      List<Tensor> actual = model.run(inputs, arena);
      assertWithMessage(what).that(actual).hasSize(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        Tensor wanted = expected.get(i);
        double size = Math.max(reference.summed(), ReferenceRun.largest(wanted));
        compare(what, wanted, actual.get(i), numbers.tolerance() * size);
      }
      checkLedger(what, drawn, ledger);
    }
  }

  /** A processor without bfloat16 units says so, and computes what the program says. */
  private ReferenceRun reference(ExportedProgram program, List<Tensor> inputs, Ledger ledger) {
    return tested.numbers().isAutocast() && ledger.warnings().isEmpty()
        ? ReferenceRun.ofAutocast(program, inputs)
        : ReferenceRun.of(program, inputs);
  }

  private List<Tensor> inputs(ExportedProgram program) {
    Random random = new Random(tested.seed());
    List<Tensor> inputs = new ArrayList<>();
    for (Value value : program.userInputs()) {
      Tensor tensor =
          tested.memory().allocate(value.tensorType().dtype(), value.tensorType().shape());
      for (long i = 0; i < tensor.elements(); i++) {
        tensor.setDouble(i, random.nextGaussian());
      }
      inputs.add(tensor);
    }
    return inputs;
  }

  private void checkLedger(String what, Sketch.Drawn drawn, Ledger ledger) {
    assertWithMessage("falls back on the reference evaluator: %s", what)
        .that(ledger.entries().stream().anyMatch(e -> e.backend().equals("reference")))
        .isEqualTo(suite.fallsBack(tested));
    if (suite.fallsBack(tested)) {
      return;
    }
    Numbers numbers = tested.numbers();
    boolean integers = numbers.isQuantized() && suite.multipliesIntegers(tested);
    if (drawn.integers() && integers) {
      assertWithMessage("int8 coverage: %s", what).that(ledger.int8Coverage()).isEqualTo(1.0);
    }
    if (suite.fuses(tested)
        && !drawn.together().isEmpty()
        && (integers || !numbers.isQuantized())) {
      LedgerEntry first = ledger.find(drawn.together().iterator().next()).orElseThrow();
      for (String node : drawn.together()) {
        assertWithMessage("kernel of %s: %s", node, what)
            .that(ledger.find(node).orElseThrow())
            .isEqualTo(first);
      }
    }
  }

  /** Integers may differ by one; other numbers by {@code tolerance}. */
  private static void compare(String what, Tensor expected, Tensor actual, double tolerance) {
    assertWithMessage(what).that(actual.dtype()).isEqualTo(expected.dtype());
    assertWithMessage(what).that(actual.shape()).isEqualTo(expected.shape());
    double difference = 0;
    for (long i = 0; i < expected.elements(); i++) {
      double gap = Math.abs(expected.getDouble(i) - actual.getDouble(i));
      // A gap that is not a number is larger than any.
      difference = Double.isNaN(gap) ? Double.POSITIVE_INFINITY : Math.max(difference, gap);
    }
    double allowed = expected.dtype().isFloatingPoint() ? tolerance + 1e-30 : 1;
    assertWithMessage("difference: %s", what).that(difference).isAtMost(allowed);
  }
}
