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
 * @param referenceRepresentation whether quantized operators are written as arithmetic on integers
 *     instead of quantize and dequantize around a float operator; see {@link
 *     dev.octet.quantizer.convert.reference.ReferenceRepresentation}
 */
public record ConvertOptions(
    boolean foldQuantize,
    boolean keepFloatWeights,
    boolean allowUncalibrated,
    boolean referenceRepresentation) {

  /**
   * Integer weights, unread tensors dropped, no observer without values, quantize and dequantize.
   */
  public static ConvertOptions defaults() {
    return new ConvertOptions(true, false, false, false);
  }

  public ConvertOptions withFoldQuantize(boolean value) {
    return new ConvertOptions(value, keepFloatWeights, allowUncalibrated, referenceRepresentation);
  }

  public ConvertOptions withKeepFloatWeights(boolean value) {
    return new ConvertOptions(foldQuantize, value, allowUncalibrated, referenceRepresentation);
  }

  public ConvertOptions withAllowUncalibrated(boolean value) {
    return new ConvertOptions(foldQuantize, keepFloatWeights, value, referenceRepresentation);
  }

  public ConvertOptions withReferenceRepresentation(boolean value) {
    return new ConvertOptions(foldQuantize, keepFloatWeights, allowUncalibrated, value);
  }
}
