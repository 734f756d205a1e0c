package dev.octet.export.pt2;

import dev.octet.op.ParameterType;
import java.util.OptionalInt;

/** Types of the results, and of empty lists, of operators that the catalogue does not know. */
final class ReturnTypes {
  static final ParameterType TENSOR =
      new ParameterType(ParameterType.Kind.TENSOR, false, OptionalInt.empty(), false, false);
  static final ParameterType TENSORS =
      new ParameterType(ParameterType.Kind.TENSOR, true, OptionalInt.empty(), false, false);
  static final ParameterType INTS =
      new ParameterType(ParameterType.Kind.INT, true, OptionalInt.empty(), false, false);

  private ReturnTypes() {}
}
