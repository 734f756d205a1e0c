package dev.octet.testkit.quantizer;

/** What the kit asks of a quantizer, in the order in which it asks. */
public enum Step {
  /** The transformed program keeps its inputs and outputs, verifies, and computes the same. */
  TRANSFORM("transformForAnnotation"),
  /** {@code annotate} names sites that exist, without circles, each once. */
  ANNOTATE("annotate"),
  /** Each node has a decision, and it agrees with the annotations. */
  DECIDE("decisions"),
  /** The quantizer accepts its own annotations. */
  VALIDATE("validate"),
  /** Nodes that another quantizer has annotated are left alone. */
  COMPOSE("composition"),
  /** A second instance gives the same annotations. */
  REPEAT("determinism"),
  PREPARE("prepare"),
  CALIBRATE("calibrate"),
  CONVERT("convert"),
  /** The converted program is in the quantized dialect. */
  VERIFY("verify"),
  /** A second run from the start gives the same program, bit by bit. */
  REPEAT_CONVERT("determinism of convert"),
  /** It is written as {@code .pt2} and read back with equal outputs. */
  WRITE("write and read"),
  /** It evaluates close to the float program. */
  EVALUATE("evaluate"),
  /** Every node of the float program can be explained. */
  EXPLAIN("explain"),
  /** The program that was prepared is what it was. */
  LEAVE_PROGRAM("the input program"),
  /** At least one node of all models is quantized. */
  QUANTIZE("coverage");

  private final String text;

  Step(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
