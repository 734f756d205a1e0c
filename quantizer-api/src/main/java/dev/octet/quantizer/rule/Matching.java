package dev.octet.quantizer.rule;

/** How patterns such as "convolution and then ReLU" are recognised. */
public enum Matching {
  /**
   * By the Python function or module class that a node comes from, as PyTorch does: {@code nn.SiLU}
   * is recognised, {@code F.silu} is not.
   */
  BY_SOURCE,

  /** By the operator alone: {@code torch.relu}, {@code F.silu} and the like are recognised, too. */
  BY_OPERATOR
}
