package dev.octet.op;

import com.google.common.collect.ImmutableList;
import java.util.OptionalInt;

/**
 * An operator with its arguments bound to its schema; the operands themselves stand on the node.
 * Operators that passes look into have a record of their own with typed accessors; all others are a
 * {@link Call}. {@link Ops#of} chooses, so that one operator has one spelling. Immutable, compared
 * by value.
 */
public sealed interface Op permits Call, TypedOp {
  OpSchema schema();

  /** One argument for each parameter of the schema, defaults filled in. */
  ImmutableList<Argument> arguments();

  default OpName name() {
    return schema().name();
  }

  /**
   * The argument bound to a parameter; {@link Argument#NONE} if the schema has no such parameter.
   */
  default Argument argument(String parameter) {
    int position = schema().position(parameter);
    return position < 0 ? Argument.NONE : arguments().get(position);
  }

  /**
   * The position among the node's operands of the value passed for a parameter; empty if a literal
   * or nothing is passed.
   */
  default OptionalInt operandIndex(String parameter) {
    return argument(parameter) instanceof Argument.Operand(int index)
        ? OptionalInt.of(index)
        : OptionalInt.empty();
  }
}
