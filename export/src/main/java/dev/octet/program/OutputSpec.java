package dev.octet.program;

/**
 * What becomes of an output of the graph. Mutations come before the results that the caller gets.
 */
public sealed interface OutputSpec {
  /** The next result of the caller. */
  record User() implements OutputSpec {}

  /** The new value of a buffer. */
  record BufferMutation(String buffer) implements OutputSpec {}

  /** The new value of a parameter. */
  record ParameterMutation(String parameter) implements OutputSpec {}

  /** The new value of an argument of the caller, by the name of the graph's input. */
  record UserInputMutation(String input) implements OutputSpec {}

  /**
   * An output of a training program, named by the variant in the file: {@code loss_output}, {@code
   * gradient_to_parameter}, …
   */
  record Training(String kind, String target) implements OutputSpec {}

  /** An effect token. */
  record Token() implements OutputSpec {}
}
