package dev.octet.op;

import com.google.common.collect.ImmutableList;
import dev.octet.tensor.DType;
import java.util.Optional;

/**
 * {@code aten._to_copy.default}, {@code aten.to.dtype/dtype_layout/device} and {@code
 * quantized_decomposed.convert_element_type}: the same values in another element type, on another
 * device or in another memory format.
 */
public record ToCopy(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp, ElementWise {
  /** The element type asked for; empty if it stays. */
  public Optional<DType> dtype() {
    return argument("dtype") instanceof Argument.Type(DType type)
        ? Optional.of(type)
        : Optional.empty();
  }
}
