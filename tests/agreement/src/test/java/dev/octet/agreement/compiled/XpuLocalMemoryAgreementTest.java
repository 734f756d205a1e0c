package dev.octet.agreement.compiled;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** An OpenCL device with products as GPUs compute them: of tiles in local memory. */
final class XpuLocalMemoryAgreementTest extends XpuAgreementTest {
  private static final String PRODUCTS = "octet.xpu.products";

  @BeforeAll
  static void chooseLocalMemory() {
    System.setProperty(PRODUCTS, "local");
  }

  @AfterAll
  static void chooseWhatSuits() {
    System.clearProperty(PRODUCTS);
  }

  /** Everything else is the same with either kind of product. */
  @Override
  int count(Family family) {
    return switch (family) {
      case Convolutions _, Products _ -> 1;
      default -> 0;
    };
  }

  /** Loops with barriers take even longer to compile for a processor. */
  @Override
  int oneIn(Family family) {
    return family instanceof Convolutions ? 41 : 13;
  }
}
