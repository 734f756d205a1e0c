package dev.octet.cli;

import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;

/** Which images a classifier gets right. */
final class TopOne {
  private TopOne() {}

  /**
   * How many of the first {@code count} rows of scores have their largest where the label says.
   *
   * @param scores (batch, classes)
   * @param first the label of the first row
   * @throws InputException if the scores have another form, or a label is none of their classes
   */
  static int count(Tensor scores, Labels labels, int first, int count) {
    if (scores.shape().rank() != 2) {
      throw new InputException(
          "the output is " + scores + ", expected class scores (batch, classes)");
    }
    int classes = Math.toIntExact(scores.shape().size(1));
    labels.requireBelow(classes);
    int right = 0;
    for (int n = 0; n < count; n++) {
      int best = 0;
      for (int c = 1; c < classes; c++) {
        if (scores.getFloat((long) n * classes + c) > scores.getFloat((long) n * classes + best)) {
          best = c;
        }
      }
      right += best == labels.get(first + n) ? 1 : 0;
    }
    return right;
  }
}
