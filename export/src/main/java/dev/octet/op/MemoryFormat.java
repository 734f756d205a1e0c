package dev.octet.op;

/**
 * The order in which a tensor's dimensions lie in memory; an argument of copies. Values never
 * depend on it.
 */
public enum MemoryFormat {
  CONTIGUOUS("contiguous_format"),
  CHANNELS_LAST("channels_last"),
  CHANNELS_LAST_3D("channels_last_3d"),
  PRESERVE("preserve_format");

  private final String torchName;

  MemoryFormat(String torchName) {
    this.torchName = torchName;
  }

  /** PyTorch's name without its prefix. */
  public String torchName() {
    return torchName;
  }
}
