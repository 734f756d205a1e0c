package dev.octet.op.infer;

import dev.octet.op.ValueType;
import java.util.List;

/**
 * Infers the types of an operator's results; a result that is a list contributes one type for each
 * element. Stateless.
 */
@FunctionalInterface
public interface TypeRule {
  List<ValueType> infer(TypeArguments in);
}
