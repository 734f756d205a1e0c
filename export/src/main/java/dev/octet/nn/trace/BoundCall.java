package dev.octet.nn.trace;

import dev.octet.op.Argument;
import dev.octet.op.Binding;
import dev.octet.op.MemoryFormat;
import dev.octet.op.Op;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.OpSchema;
import dev.octet.op.Ops;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operator with arguments taken from Java values, and the handles of its operands. The values
 * are {@link Handle}, {@code Long}, {@code Integer}, {@code Double}, {@code Boolean}, {@code
 * String}, {@link DType}, {@link MemoryFormat}, {@code null} for None, an {@link Optional} of
 * these, a {@code long[]}, an {@link Argument} literal, or a list of these.
 */
public record BoundCall(Op op, List<Object> operands) {
  /**
   * Binds positional and named values to the operator's parameters, as the dispatcher does.
   *
   * @throws dev.octet.tensor.InputException for a missing, surplus or unknown argument
   */
  public static BoundCall of(
      OpName name,
      List<? extends @Nullable Object> positional,
      Map<String, ? extends @Nullable Object> named) {
    OpSchema schema = OpCatalog.standard().get(name);
    List<Object> operands = new ArrayList<>();
    List<Argument> literals = new ArrayList<>();
    for (Object value : positional) {
      literals.add(argument(value, operands));
    }
    Map<String, Argument> namedLiterals = new LinkedHashMap<>();
    for (Map.Entry<String, ? extends @Nullable Object> entry : named.entrySet()) {
      namedLiterals.put(entry.getKey(), argument(entry.getValue(), operands));
    }
    return new BoundCall(Ops.of(schema, Binding.bind(schema, literals, namedLiterals)), operands);
  }

  private static Argument argument(@Nullable Object value, List<Object> operands) {
    return switch (value) {
      case null -> Argument.NONE;
      case Argument literal -> literal;
      case Optional<?> optional -> argument(optional.orElse(null), operands);
      case Handle(Long number) -> Argument.of(number);
      case Handle(Object handle) -> {
        operands.add(handle);
        yield new Argument.Operand(operands.size() - 1);
      }
      case Integer number -> Argument.of((long) number);
      case Long number -> Argument.of(number);
      case Double number -> Argument.of(number);
      case Boolean flag -> Argument.of(flag);
      case String text -> Argument.of(text);
      case DType type -> new Argument.Type(type);
      case MemoryFormat format -> new Argument.Format(format);
      case long[] numbers -> {
        List<Argument> elements = new ArrayList<>();
        for (long number : numbers) {
          elements.add(Argument.of(number));
        }
        yield new Argument.ListOf(elements);
      }
      case List<?> list -> {
        List<Argument> elements = new ArrayList<>();
        for (Object element : list) {
          elements.add(argument(element, operands));
        }
        yield new Argument.ListOf(elements);
      }
      default ->
          throw new IllegalArgumentException(
              "not an argument: " + value + " (" + value.getClass().getName() + ")");
    };
  }
}
