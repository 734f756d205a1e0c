package dev.octet.agreement.compiled;

import dev.octet.lowering.Target;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * All families on one target. Two system properties make it run something else: {@code
 * octet.agreement.case} only the cases whose lines contain it, {@code octet.agreement.rounds} so
 * many times as many.
 */
abstract class AgreementSuite {
  private static final String ONLY = System.getProperty("octet.agreement.case", "");
  private static final int ROUNDS = Integer.getInteger("octet.agreement.rounds", 1);

  /** What programs are compiled for, before autocast. */
  abstract Target target();

  /**
   * Whether the target multiplies the numbers of such a program, which is quantized, as integers.
   */
  abstract boolean multipliesIntegers(AgreementCase tested);

  /** Whether the target fuses products with what is behind them. */
  abstract boolean fuses(AgreementCase tested);

  /** Whether the target has no kernels of its own for such a program, and says so in the ledger. */
  abstract boolean fallsBack(AgreementCase tested);

  /** How many programs of each form there are in one round. */
  abstract int count(Family family);

  /** One of so many forms is tested in a round, the next one in the next round. */
  int oneIn(Family family) {
    return 1;
  }

  private Stream<AgreementCase> cases(Family family) {
    int count = count(family);
    int oneIn = oneIn(family);
    int each = Math.ceilDiv(ROUNDS, oneIn) * count;
    List<AgreementCase> all = family.cases(0, each).toList();
    return IntStream.range(0, all.size())
        .filter(i -> i % each / count * oneIn + i / each % oneIn < ROUNDS)
        .mapToObj(all::get);
  }

  private Stream<DynamicTest> tests(Family family) {
    return cases(family)
        .filter(candidate -> candidate.toString().contains(ONLY))
        .map(found ->
            DynamicTest.dynamicTest(found.toString(), () -> new CaseRun(found, this).check()));
  }

  @TestFactory
  Stream<DynamicTest> convolutions() {
    return tests(new Convolutions());
  }

  @TestFactory
  Stream<DynamicTest> products() {
    return tests(new Products());
  }

  @TestFactory
  Stream<DynamicTest> matrixProducts() {
    return tests(new MatrixProducts());
  }

  @TestFactory
  Stream<DynamicTest> poolings() {
    return tests(new Poolings());
  }

  @TestFactory
  Stream<DynamicTest> views() {
    return tests(new Views());
  }

  @TestFactory
  Stream<DynamicTest> regions() {
    return tests(new Regions());
  }
}
