package dev.octet.quantizer.compare;

/**
 * How far a quantized tensor is from the float one, over all samples as if they were one long
 * tensor; {@code x} is the float value, {@code y} the quantized one.
 *
 * <p>Elements that are equal infinities or both NaN count as equal, and are left out of the sums.
 * Any other element that is not finite on one side makes {@code sqnr} −∞, the errors +∞ and the
 * cosine NaN: such a tensor is worse than all others.
 *
 * @param sqnr signal to quantization noise in dB, {@code 20 · log10(‖x‖₂ / ‖x − y‖₂)}: the formula
 *     of {@code compute_sqnr} in PyTorch's {@code torch.ao.ns.fx.utils}, which gives one number for
 *     each sample. Here norms are taken over all samples before the quotient, and the signal is the
 *     float value, where PyTorch's numeric debugger passes the quantized one. +∞ if nothing
 *     differs, −∞ if {@code x} is zero and {@code y} is not
 * @param maxError the largest {@code |x − y|}
 * @param rmsError {@code √(Σ (x − y)² / elements)}; its square is PyTorch's {@code mse_loss}
 * @param cosine {@code x · y / (‖x‖₂ ‖y‖₂)}, from −1 to 1; if one is zero 0, if both are 1
 * @param elements how many pairs of elements were compared, of all samples
 */
public record TensorError(
    double sqnr, double maxError, double rmsError, double cosine, long elements) {}
