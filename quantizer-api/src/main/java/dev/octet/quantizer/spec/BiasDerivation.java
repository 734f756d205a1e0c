package dev.octet.quantizer.spec;

import dev.octet.tensor.DType;
import java.util.List;

/**
 * The usual formula for a bias: the scale at which the products of activation and weight are summed
 * up.
 */
public enum BiasDerivation implements QParamsDerivation {
  /**
   * {@code scale = activation scale · weight scale} in float32, for each channel of the weight;
   * zero point 0.
   */
  PRODUCT_OF_SCALES;

  @Override
  public QParams derive(List<QParams> sources) {
    if (sources.size() != 2) {
      throw new SpecException(
          "the scale of a bias is derived from two tensors, activation and weight; found "
              + sources.size());
    }
    QParams activation = sources.get(0);
    QParams weight = sources.get(1);
    if (activation.size() != 1) {
      throw new SpecException(
          "the scale of a bias needs one scale of the activation, found " + activation.size());
    }
    float[] scales = new float[weight.size()];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = activation.scale() * weight.scale(i);
    }
    return QParams.ofIntegers(scales, new long[scales.length], DType.INT32);
  }
}
