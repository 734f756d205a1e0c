package dev.octet.program;

import dev.octet.op.Argument;

/**
 * What an input of the graph is bound to when the program runs. Names are dotted paths, {@code
 * layer1.0.conv1.weight}.
 */
public sealed interface InputSpec {
  record Parameter(String name) implements InputSpec {}

  /**
   * A buffer.
   *
   * @param persistent whether it belongs to the state that a module saves
   */
  record Buffer(String name, boolean persistent) implements InputSpec {}

  /** A tensor constant of the program. */
  record Constant(String name) implements InputSpec {}

  /** A TorchScript class instance; programs with one can be read and printed, not run. */
  record CustomObject(String name) implements InputSpec {}

  /** The next argument of the caller. */
  record User() implements InputSpec {}

  /** An argument that was frozen at export: the caller must pass exactly this value. */
  record Frozen(Argument value) implements InputSpec {}

  /** An effect token. */
  record Token() implements InputSpec {}
}
