package dev.octet.program;

import dev.octet.graph.Value;
import dev.octet.op.TensorType;
import dev.octet.symbol.Range;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds the number that each symbol has for given inputs, and holds the inputs to their types. */
final class InputSizes {
  private InputSizes() {}

  /**
   * The number of each symbol that is the size of some dimension.
   *
   * @throws InputException for a wrong number of inputs, a wrong type or size, naming the input
   */
  static Map<String, Long> of(List<Value> expected, List<Tensor> given, Map<SymInt, Range> ranges) {
    if (expected.size() != given.size()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%d inputs were given, the program takes %d: %s",
              given.size(),
              expected.size(),
              expected));
    }
    Map<String, Long> sizes = new HashMap<>();
    // All inputs first: a size may be made of symbols that a later input names.
    for (int i = 0; i < given.size(); i++) {
      if (expected.get(i).type() instanceof TensorType type) {
        bind(type, given.get(i), sizes);
      }
    }
    for (int i = 0; i < given.size(); i++) {
      if (expected.get(i).type() instanceof TensorType type) {
        check(expected.get(i), type, given.get(i), sizes);
      }
    }
    requireInRange(sizes, ranges);
    return sizes;
  }

  private static void bind(TensorType type, Tensor given, Map<String, Long> sizes) {
    for (int d = 0; d < Math.min(type.rank(), given.shape().rank()); d++) {
      SymInt size = type.sizes().get(d);
      if (!size.isConstant()
          && size.symbols().size() == 1
          && size.equals(SymInt.symbol(size.symbols().first()))) {
        sizes.putIfAbsent(size.symbols().first(), given.shape().size(d));
      }
    }
  }

  private static void check(Value input, TensorType type, Tensor given, Map<String, Long> sizes) {
    boolean fits = given.dtype() == type.dtype() && given.shape().rank() == type.rank();
    for (int d = 0; fits && d < type.rank(); d++) {
      SymInt size = type.sizes().get(d);
      fits =
          !sizes.keySet().containsAll(size.symbols())
              || size.evaluate(sizes) == given.shape().size(d);
    }
    if (!fits) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "input %s is %s, expected %s%s",
              input,
              given,
              type,
              sizes.isEmpty() ? "" : " with " + sizes));
    }
  }

  static void requireInRange(Map<String, Long> sizes, Map<SymInt, Range> ranges) {
    ranges.forEach((size, range) -> {
      if (sizes.keySet().containsAll(size.symbols()) && !range.contains(size.evaluate(sizes))) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "size %s = %d is outside the exported range %s",
                size,
                size.evaluate(sizes),
                range));
      }
    });
  }
}
