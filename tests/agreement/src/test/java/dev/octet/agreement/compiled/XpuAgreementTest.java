package dev.octet.agreement.compiled;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.lowering.Target;
import dev.octet.lowering.device.DeviceChoice;
import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.device.OpenCl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** An OpenCL device, whichever is preferred on this machine. */
class XpuAgreementTest extends AgreementSuite {
  /** Keeps the device's programs from one case to the next. */
  private static @Nullable DeviceContext context;

  @BeforeAll
  static void openDevice() {
    assumeTrue(OpenCl.unavailable().isEmpty(), () -> OpenCl.unavailable().orElse("available"));
    context = DeviceContext.open(DeviceChoice.any().choose());
  }

  @AfterAll
  static void closeDevice() {
    if (context != null) {
      context.close();
    }
  }

  @Override
  Target target() {
    return Target.xpu();
  }

  @Override
  boolean multipliesIntegers(AgreementCase tested) {
    return true;
  }

  @Override
  boolean fuses(AgreementCase tested) {
    return true;
  }

  /** Matrix products of any shape have kernels here. */
  @Override
  boolean fallsBack(AgreementCase tested) {
    return false;
  }

  @Override
  int count(Family family) {
    return 1;
  }

  /** Drivers for processors take a second to compile a program; the nightly run has all forms. */
  @Override
  int oneIn(Family family) {
    return switch (family) {
      case Convolutions _ -> 13;
      case Products _ -> 5;
      default -> 2;
    };
  }
}
