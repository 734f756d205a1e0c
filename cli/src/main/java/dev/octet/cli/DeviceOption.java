package dev.octet.cli;

import dev.octet.lowering.Devices;
import dev.octet.lowering.Target;
import dev.octet.tensor.InputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Which OpenCL device runs a program. */
final class DeviceOption {
  static final String NAME = "--device";

  /** A text that {@link Target#device} takes. */
  static final class Choice implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      try {
        return Target.xpu().device(text).device().orElseThrow();
      } catch (InputException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  @Option(
      names = NAME,
      paramLabel = "CHOICE",
      converter = Choice.class,
      description =
          "The OpenCL device of --engine xpu: cpu, gpu, accelerator, its number or name:PART, as"
              + " 'octet devices' lists them, or any, which prefers a GPU of Intel, then another"
              + " GPU. Default: any.")
  private @Nullable String choice;

  boolean isGiven() {
    return choice != null;
  }

  /**
   * The target with the device that is asked for; the device is there, or this says what is
   * missing.
   *
   * @throws ParameterException if a device is chosen for a target that has none
   */
  Target apply(Target target, CommandLine line) {
    if (choice != null && target.device().isEmpty()) {
      throw new ParameterException(
          line, NAME + " has no meaning without --engine xpu, or a file that was compiled for xpu");
    }
    Target chosen = choice == null ? target : target.device(choice);
    chosen.device().ifPresent(Devices::find);
    return chosen;
  }
}
