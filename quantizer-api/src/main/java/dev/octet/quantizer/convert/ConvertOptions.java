package dev.octet.quantizer.convert;

/**
 * What may be asked of convert.
 *
 * @param foldQuantize whether weights are stored as integers; if not, the float weight and its
 *     quantize operator stay in the graph
 * @param keepFloatWeights whether tensors that no node reads any more stay in the program, as they
 *     do in PyTorch
 * @param allowUncalibrated whether an observer that has seen nothing gives scale 1 and zero point
 *     0, as in PyTorch, instead of an error
 */
public record ConvertOptions(
    boolean foldQuantize, boolean keepFloatWeights, boolean allowUncalibrated) {

  /** Integer weights, unread tensors dropped, no observer without values. */
  public static ConvertOptions defaults() {
    return new ConvertOptions(true, false, false);
  }

  public ConvertOptions withFoldQuantize(boolean value) {
    return new ConvertOptions(value, keepFloatWeights, allowUncalibrated);
  }

  public ConvertOptions withKeepFloatWeights(boolean value) {
    return new ConvertOptions(foldQuantize, value, allowUncalibrated);
  }

  public ConvertOptions withAllowUncalibrated(boolean value) {
    return new ConvertOptions(foldQuantize, keepFloatWeights, value);
  }
}
