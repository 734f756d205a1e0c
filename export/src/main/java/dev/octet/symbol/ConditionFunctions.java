package dev.octet.symbol;

import org.jspecify.annotations.Nullable;

/** Relations and logic by their names in expression text. */
final class ConditionFunctions {
  private ConditionFunctions() {}

  /** The condition, or null if this is the name of no condition. */
  static @Nullable SymBool callOrNull(String name, Arguments arguments) {
    return switch (name) {
      case "And" -> Junction.of(true, arguments.conditions());
      case "Or" -> Junction.of(false, arguments.conditions());
      case "Not" -> Negation.of(arguments.exactly(1).condition(0));
      case "Equality", "Eq" -> compare(arguments, Relation.EQUAL);
      case "Unequality", "Ne" -> compare(arguments, Relation.NOT_EQUAL);
      case "StrictLessThan", "Lt" -> compare(arguments, Relation.LESS);
      case "LessThan", "Le" -> compare(arguments, Relation.LESS_OR_EQUAL);
      case "StrictGreaterThan", "Gt" -> compare(arguments, Relation.GREATER);
      case "GreaterThan", "Ge" -> compare(arguments, Relation.GREATER_OR_EQUAL);
      default -> null;
    };
  }

  private static SymBool compare(Arguments arguments, Relation relation) {
    return Comparison.of(arguments.exactly(2).get(0), relation, arguments.get(1));
  }
}
