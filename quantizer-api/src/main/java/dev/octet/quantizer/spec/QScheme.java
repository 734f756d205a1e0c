package dev.octet.quantizer.spec;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How scale and zero point follow from a range of values, in PyTorch's names. */
public enum QScheme {
  /** One scale and zero point; the range need not be symmetric about 0. */
  PER_TENSOR_AFFINE("per_tensor_affine", false, false),
  /** One scale; the zero point is the middle of the integer range. */
  PER_TENSOR_SYMMETRIC("per_tensor_symmetric", false, true),
  /** A scale and a zero point for each index of the channel axis. */
  PER_CHANNEL_AFFINE("per_channel_affine", true, false),
  /**
   * A scale for each index of the channel axis; the zero points are the middle of the integer
   * range.
   */
  PER_CHANNEL_SYMMETRIC("per_channel_symmetric", true, true),
  /**
   * As {@link #PER_CHANNEL_AFFINE}, with zero points that are real numbers; used by embedding
   * tables.
   */
  PER_CHANNEL_AFFINE_FLOAT_QPARAMS("per_channel_affine_float_qparams", true, false);

  private final String torchName;
  private final boolean perChannel;
  private final boolean symmetric;

  QScheme(String torchName, boolean perChannel, boolean symmetric) {
    this.torchName = torchName;
    this.perChannel = perChannel;
    this.symmetric = symmetric;
  }

  /** PyTorch's name without its prefix: {@code per_tensor_affine}. */
  public String torchName() {
    return torchName;
  }

  public boolean isPerChannel() {
    return perChannel;
  }

  public boolean isSymmetric() {
    return symmetric;
  }

  /**
   * The scheme with this PyTorch name, with or without the prefix {@code torch.}.
   *
   * @throws SpecException naming the known schemes
   */
  public static QScheme named(String name) {
    String bare = name.startsWith("torch.") ? name.substring("torch.".length()) : name;
    for (QScheme scheme : values()) {
      if (scheme.torchName.equals(bare)) {
        return scheme;
      }
    }
    String known =
        Arrays.stream(values()).map(QScheme::torchName).collect(Collectors.joining(", "));
    throw new SpecException("unknown quantization scheme '" + name + "'; known: " + known);
  }

  @Override
  public String toString() {
    return torchName;
  }
}
