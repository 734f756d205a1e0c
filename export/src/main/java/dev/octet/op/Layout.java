package dev.octet.op;

import java.util.Locale;

/** PyTorch's storage layouts; only {@code STRIDED} tensors can be computed with. */
public enum Layout {
  SPARSE_COO,
  SPARSE_CSR,
  SPARSE_CSC,
  SPARSE_BSR,
  SPARSE_BSC,
  MKLDNN,
  STRIDED;

  /** PyTorch's name without its prefix, {@code strided}. */
  public String torchName() {
    return name().equals("MKLDNN") ? "_mkldnn" : name().toLowerCase(Locale.ROOT);
  }
}
