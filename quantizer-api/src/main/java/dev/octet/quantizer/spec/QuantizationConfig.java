package dev.octet.quantizer.spec;

import dev.octet.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * The specs of one way to quantize an operator; null leaves a tensor in float. The components are
 * what was given; the methods {@code …Spec} are for annotators and check that the spec suits its
 * place.
 */
public record QuantizationConfig(
    @Nullable QuantizationSpec inputActivation,
    @Nullable QuantizationSpec outputActivation,
    @Nullable QuantizationSpec weight,
    @Nullable QuantizationSpec bias) {

  /** The same spec for inputs and outputs, one for weights, and a bias in float. */
  public static QuantizationConfig of(
      @Nullable QuantizationSpec activation, @Nullable QuantizationSpec weight) {
    return new QuantizationConfig(activation, activation, weight, null);
  }

  /**
   * The spec of activations that are read, or null.
   *
   * @throws SpecException if it is not per tensor
   */
  public @Nullable QuantizationSpec inputActivationSpec() {
    return perTensor("input activation", inputActivation);
  }

  /**
   * The spec of activations that are produced, or null.
   *
   * @throws SpecException if it is not per tensor
   */
  public @Nullable QuantizationSpec outputActivationSpec() {
    return perTensor("output activation", outputActivation);
  }

  /**
   * The spec of weights, or null.
   *
   * @throws SpecException if its scheme is neither symmetric nor absent
   */
  public @Nullable QuantizationSpec weightSpec() {
    if (weight != null && weight.qscheme() != null && !weight.qscheme().isSymmetric()) {
      throw new SpecException(
          "weight: scheme "
              + weight.qscheme()
              + " is not supported; expected per_tensor_symmetric, per_channel_symmetric or none");
    }
    return weight;
  }

  /**
   * The spec of a bias, or null.
   *
   * @throws SpecException if its type is not float32; an integer bias is a {@link
   *     DerivedQuantizationSpec}
   */
  public @Nullable QuantizationSpec biasSpec() {
    if (bias != null && bias.dtype() != DType.FLOAT32) {
      throw new SpecException(
          "bias: type "
              + bias.dtype()
              + " is not supported; expected f32 (an integer bias takes a derived spec)");
    }
    return bias;
  }

  /** True if activations are quantized with parameters that each run computes. */
  public boolean isDynamic() {
    return inputActivation != null && inputActivation.isDynamic();
  }

  private static @Nullable QuantizationSpec perTensor(
      String what, @Nullable QuantizationSpec spec) {
    if (spec != null && (spec.qscheme() == null || spec.qscheme().isPerChannel())) {
      String found = spec.qscheme() == null ? "(none)" : spec.qscheme().toString();
      throw new SpecException(
          what
              + ": scheme "
              + found
              + " is not supported; expected per_tensor_affine or per_tensor_symmetric");
    }
    return spec;
  }
}
