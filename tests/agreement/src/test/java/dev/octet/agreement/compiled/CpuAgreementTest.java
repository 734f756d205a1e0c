package dev.octet.agreement.compiled;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.lowering.Target;
import dev.octet.lowering.onednn.OneDnn;
import org.junit.jupiter.api.BeforeEach;

/** This processor, with its native library. */
final class CpuAgreementTest extends AgreementSuite {
  @BeforeEach
  void requireLibrary() {
    assumeTrue(OneDnn.unavailable().isEmpty(), () -> OneDnn.unavailable().orElse("available"));
  }

  @Override
  Target target() {
    return Target.cpu();
  }

  @Override
  boolean multipliesIntegers(AgreementCase tested) {
    return switch (tested.numbers()) {
      case UNSIGNED, MIXED -> true;
      case SIGNED, WHOLE_RANGE, DYNAMIC -> OneDnn.instructionSet().hasInt8DotProduct();
      case FLOAT, BFLOAT16 -> false;
    };
  }

  /** Of transposed convolutions of integers, the phases are brought together before a sum. */
  @Override
  boolean fuses(AgreementCase tested) {
    return !(tested.form().matches(".*TRANSPOSED/.*ADD.*") && multipliesIntegers(tested));
  }

  @Override
  boolean fallsBack(AgreementCase tested) {
    return false;
  }

  @Override
  int count(Family family) {
    return switch (family) {
      case Convolutions _ -> 1;
      case MatrixProducts _, Regions _ -> 4;
      default -> 2;
    };
  }
}
