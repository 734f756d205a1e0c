package dev.octet.cli;

import com.google.common.collect.ImmutableList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How pixels become numbers, as options of a command. */
final class ImageOptions {
  /** A number or a quotient of two, {@code 1/255}, that float32 can hold. */
  static final class Quotient implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      double value = parse(text);
      if (!Float.isFinite((float) value)) {
        throw new TypeConversionException(
            "'" + text + "' is " + value + ", expected a finite number of float32's range");
      }
      return value;
    }

    private static double parse(String text) {
      int slash = text.indexOf('/');
      try {
        return slash < 0
            ? Double.parseDouble(text)
            : Double.parseDouble(text.substring(0, slash))
                / Double.parseDouble(text.substring(slash + 1));
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "'" + text + "' is no number and no quotient such as 1/255");
      }
    }
  }

  /** As {@link Quotient}, for what would make all pixels equal, or divides. */
  static final class NonZeroQuotient implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      double value = new Quotient().convert(text);
      if ((float) value == 0) {
        throw new TypeConversionException("'" + text + "' is 0, expected another number");
      }
      return value;
    }
  }

  @Option(
      names = "--scale",
      defaultValue = "1/255",
      converter = NonZeroQuotient.class,
      description = "What each pixel is multiplied by. Default: ${DEFAULT-VALUE}.")
  private double scale;

  @Option(
      names = "--mean",
      split = ",",
      defaultValue = "0",
      converter = Quotient.class,
      description =
          "What is then subtracted: one value, or one for each channel. Default: ${DEFAULT-VALUE}.")
  private List<Double> mean;

  @Option(
      names = "--std",
      split = ",",
      defaultValue = "1",
      converter = NonZeroQuotient.class,
      description =
          "What it is then divided by: one value, or one for each channel. Default:"
              + " ${DEFAULT-VALUE}.")
  private List<Double> std;

  /** How the options turn pixels into numbers. */
  Pixels pixels() {
    return new Pixels(scale, ImmutableList.copyOf(mean), ImmutableList.copyOf(std));
  }
}
