package dev.octet.quantizer.annotate;

/** Why a node was annotated, or why not: the closed set of answers that {@code explain} gives. */
public enum Reason {
  /** Its inputs are quantized, and it is computed in integers. */
  QUANTIZED("quantized", Outcome.QUANTIZED),
  /** It is computed together with a quantized node before it. */
  FUSED("part of a quantized pattern", Outcome.QUANTIZED),
  /** Its input is quantized already, and its output takes over scale and zero point. */
  PROPAGATED("takes over the quantization of its input", Outcome.QUANTIZED),
  /** Only its weight is quantized; it is computed in floating point. */
  WEIGHT_ONLY("only the weight is quantized", Outcome.QUANTIZED),
  /** It was folded into another node before anything was annotated. */
  FOLDED("folded into another node", Outcome.FOLDED),
  /** A rule says that it stays in floating point. */
  EXCLUDED_BY_RULE("excluded by a rule", Outcome.EXCLUDED),
  /** A rule selects it, with a configuration that has no spec for what it reads. */
  NO_SPEC("the configuration has no spec for it", Outcome.EXCLUDED),
  /** No rule selects it and there is no global configuration. */
  NO_RULE("no rule selects it", Outcome.FLOAT),
  /** The quantizer does not quantize this operator. */
  OUTSIDE_RECIPE("the operator is outside the quantizer's recipe", Outcome.FLOAT),
  /** The quantizer quantizes this operator only on request. */
  OPT_IN("the operator is quantized only if a rule names it", Outcome.FLOAT),
  /** The operator is in the recipe, but not in this form or company. */
  FORM_NOT_IN_RECIPE("the recipe does not cover this form", Outcome.FLOAT),
  /** It would take over the quantization of its input, which has none. */
  PRODUCER_NOT_QUANTIZED("its input is not quantized", Outcome.FLOAT),
  /** Quantizing it would not help: nobody behind it reads quantized values. */
  CONSUMERS_NOT_QUANTIZED("no consumer is quantized", Outcome.FLOAT),
  /** A pattern needs a value that only one node reads. */
  SEVERAL_USERS("several nodes read the value", Outcome.FLOAT),
  /** The operands must have equal shapes. */
  SHAPES_DIFFER("the operands' shapes differ", Outcome.FLOAT),
  /** An operand is a number where a tensor is needed. */
  SCALAR_OPERAND("an operand is a number", Outcome.FLOAT),
  /** It computes on something else than float tensors. */
  NOT_FLOATING_POINT("it does not compute on float tensors", Outcome.FLOAT),
  /** It computes on float64 tensors, which quantize operators do not read. */
  DOUBLE_PRECISION("it computes on float64 tensors", Outcome.FLOAT),
  /** A pattern reaches over the border of what a rule selects. */
  CROSSES_RULE_BOUNDARY("the pattern crosses the border of a rule", Outcome.FLOAT),
  /** A quantizer earlier in the composition has annotated it. */
  ANNOTATED_BEFORE("annotated by an earlier quantizer", Outcome.EXCLUDED),
  /** The quantizer gives no reason. */
  NOT_ANNOTATED("the quantizer does not annotate it", Outcome.FLOAT);

  /** What becomes of a node. */
  public enum Outcome {
    QUANTIZED,
    /** It no longer exists. */
    FOLDED,
    /** Left in floating point on request. */
    EXCLUDED,
    /** Left in floating point for want of a way to quantize it. */
    FLOAT
  }

  private final String text;
  private final Outcome outcome;

  Reason(String text, Outcome outcome) {
    this.text = text;
    this.outcome = outcome;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** True if an annotated node has this reason. */
  public boolean isQuantized() {
    return outcome == Outcome.QUANTIZED;
  }

  /** A few words for people. */
  @Override
  public String toString() {
    return text;
  }
}
