package dev.octet.graph.verify;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * The stages of a program, each with the rules that its graphs keep. A later stage allows what an
 * earlier one does not.
 */
public enum Dialect {
  /** As captured: functional operators, nothing quantized. */
  CAPTURED(List.of(new NoOperatorWritesItsOperands(), new NothingIsQuantized())),

  /** Folded and annotated, with observers in place; still computed in floating point. */
  PREPARED(List.of(new NoOperatorWritesItsOperands(), new NothingIsQuantized())),

  /** With quantize and dequantize operators, whose ranges fit their element types. */
  QUANTIZED(List.of(new NoOperatorWritesItsOperands(), new QuantizedRangesFitTheirTypes())),

  /** As a backend runs it; operators of the backend may write their operands. */
  LOWERED(List.of(new QuantizedRangesFitTheirTypes()));

  /**
   * Of every graph. Well-formedness comes first: where it fails, the rules after it are not asked.
   */
  static final ImmutableList<Rule> WELL_FORMED =
      ImmutableList.of(
          new NamesAreUnique(),
          new ValuesAreDefinedBeforeUse(),
          new OutputsAreDefined(),
          new OperandsMatchArguments(),
          new ArgumentsFitTheSchema());

  /** Of every graph, too: the types of values. */
  static final ImmutableList<Rule> TYPED =
      ImmutableList.of(
          new ResultsFitTheSchema(), new SymbolsAreKnown(), new TypesAgreeWithInference());

  // Rules are stateless.
  @SuppressWarnings("ImmutableEnumChecker")
  private final ImmutableList<Rule> rules;

  Dialect(List<Rule> rules) {
    this.rules = ImmutableList.copyOf(rules);
  }

  /** The rules that set this dialect apart. */
  ImmutableList<Rule> rules() {
    return rules;
  }
}
