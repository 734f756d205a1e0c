package dev.octet.lowering.kernel;

/** Where memory is: what runs on one side cannot touch what lies on the other. */
public enum Space {
  /** The memory of this process. */
  HOST,
  /** That of an accelerator; what tells it is a handle, not an address. */
  DEVICE
}
