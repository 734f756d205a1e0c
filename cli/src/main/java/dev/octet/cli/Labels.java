package dev.octet.cli;

import dev.octet.tensor.InputException;
import dev.octet.tensor.Npy;
import dev.octet.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** The class of each image, counted from 0. */
final class Labels {
  private final Path file;
  private final long[] classes;
  private final long largest;

  private Labels(Path file, long[] classes) {
    this.file = file;
    this.classes = classes;
    this.largest = Arrays.stream(classes).max().orElse(0);
  }

  /**
   * Reads labels: one dimension, of integers or of floats that are whole numbers.
   *
   * @param images for which labels are wanted; more than one for each is refused
   * @param limit how many are used, the others may be anything
   * @throws InputException naming the first label that cannot be a class
   */
  static Labels read(Path file, Tensor images, long limit) {
    Tensor labels = Npy.read(file);
    long count = images.shape().rank() == 0 ? 0 : images.shape().size(0);
    if (labels.shape().rank() != 1 || labels.elements() != count) {
      throw new InputException(
          file
              + " is "
              + labels
              + ", and the images are "
              + images
              + "; expected one label for each image, ["
              + count
              + "]");
    }
    long[] classes = new long[Math.toIntExact(Math.min(count, limit))];
    for (int i = 0; i < classes.length; i++) {
      double value = labels.getDouble(i);
      classes[i] = labels.dtype().isFloatingPoint() ? (long) value : labels.getLong(i);
      if (labels.dtype().isFloatingPoint() && classes[i] != value) {
        throw wrong(file, i, Double.toString(value), "a whole number");
      }
      if (classes[i] < 0) {
        throw wrong(file, i, Long.toString(classes[i]), "a class, which is at least 0");
      }
    }
    return new Labels(file, classes);
  }

  int count() {
    return classes.length;
  }

  long get(int index) {
    return classes[index];
  }

  /**
   * Holds all labels to the classes that a program tells apart.
   *
   * @throws InputException naming the first label that is no class
   */
  void requireBelow(long classCount) {
    for (int i = 0; largest >= classCount && i < classes.length; i++) {
      if (classes[i] >= classCount) {
        throw wrong(
            file,
            i,
            Long.toString(classes[i]),
            String.format(Locale.ROOT, "one of the program's classes, 0 to %d", classCount - 1));
      }
    }
  }

  private static InputException wrong(Path file, int index, String found, String expected) {
    return new InputException(
        String.format(
            Locale.ROOT,
            "%s: label %d, counted from 0, is %s, expected %s",
            file,
            index,
            found,
            expected));
  }
}
