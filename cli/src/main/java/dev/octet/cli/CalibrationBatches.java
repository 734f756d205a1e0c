package dev.octet.cli;

import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * What a model is calibrated with.
 *
 * @param batches one tensor for each input of the program; each is read when it is asked for
 * @param count the number of batches
 * @param unused how many images do not fill a batch of the size that the program fixes
 */
record CalibrationBatches(Iterable<List<Tensor>> batches, int count, int unused) {
  static final CalibrationBatches NONE = new CalibrationBatches(List.of(), 0, 0);
}
