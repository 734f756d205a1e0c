package dev.octet.agreement.compiled;

import dev.octet.lowering.Target;
import java.util.stream.Stream;

/** Every kernel in Java: products are left to the reference evaluator, the rest is generated. */
final class PortableAgreementTest extends AgreementSuite {
  @Override
  Target target() {
    return Target.cpu().portable();
  }

  @Override
  boolean multipliesIntegers(AgreementCase tested) {
    return false;
  }

  @Override
  boolean fuses(AgreementCase tested) {
    return false;
  }

  @Override
  boolean fallsBack(AgreementCase tested) {
    return hasProduct(tested);
  }

  private static boolean hasProduct(AgreementCase tested) {
    return switch (tested.family()) {
      case Convolutions _, Products _, MatrixProducts _ -> true;
      default ->
          Stream.of("-convolution", "attention", "squeeze-excite")
              .anyMatch(tested.form()::contains);
    };
  }

  @Override
  int count(Family family) {
    return 1;
  }
}
