package dev.octet.program;

import dev.octet.graph.Value;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.symbol.Range;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Finds the number that each symbol has for given inputs, and holds the inputs to their types. */
final class InputSizes {
  private InputSizes() {}

  /**
   * The number of each symbol that is the size of some dimension, or an input that is a number.
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
    // Sizes that are a symbol come first, as a later input may name one of an earlier expression;
    // then what follows from others, while that tells more.
    bind(expected, given, true, sizes);
    int known;
    do {
      known = sizes.size();
      bind(expected, given, false, sizes);
    } while (sizes.size() > known);
    for (int i = 0; i < given.size(); i++) {
      switch (expected.get(i).type()) {
        case TensorType type -> check(expected.get(i), type, given.get(i), sizes);
        case SymbolType.Int(SymInt number) ->
            check(expected.get(i), number, given.get(i), sizes, ranges);
        case SymbolType.Float _ ->
            requireOne(expected.get(i), given.get(i), DType::isFloatingPoint, "a float");
        case SymbolType.Bool _ ->
            requireOne(expected.get(i), given.get(i), DType::isBool, "a truth value");
        default -> {}
      }
    }
    ranges.forEach((size, range) ->
        outside(size, range, sizes)
            .ifPresent(problem -> {
              throw new InputException(named(size, expected, given) + problem);
            }));
    return sizes;
  }

  /** The first input that has a symbol of this size, for the begin of a message. */
  private static String named(SymInt size, List<Value> expected, List<Tensor> given) {
    for (int i = 0; i < given.size(); i++) {
      if (!Collections.disjoint(expected.get(i).type().symbols(), size.symbols())) {
        return String.format(
            Locale.ROOT,
            "input %s is %s, expected %s: ",
            expected.get(i),
            given.get(i),
            expected.get(i).type());
      }
    }
    return "";
  }

  private static void bind(
      List<Value> expected, List<Tensor> given, boolean symbolsOnly, Map<String, Long> sizes) {
    for (int i = 0; i < given.size(); i++) {
      Tensor tensor = given.get(i);
      if (expected.get(i).type() instanceof TensorType type) {
        Shape shape = tensor.shape();
        for (int d = 0; d < Math.min(type.rank(), shape.rank()); d++) {
          bind(type.sizes().get(d), shape.size(d), symbolsOnly, sizes);
        }
      } else if (expected.get(i).type() instanceof SymbolType.Int(SymInt number)
          && isOne(tensor, DType::isInteger)) {
        bind(number, tensor.getLong(0), symbolsOnly, sizes);
      }
    }
  }

  private static void bind(SymInt size, long given, boolean symbolsOnly, Map<String, Long> sizes) {
    Optional<String> symbol = unknown(size, sizes);
    if (symbol.isPresent() && (!symbolsOnly || size.equals(SymInt.symbol(symbol.get())))) {
      solve(size, symbol.get(), given, sizes).ifPresent(number -> sizes.put(symbol.get(), number));
    }
  }

  /** The symbol of an expression that has no number yet, if it is the only one. */
  private static Optional<String> unknown(SymInt size, Map<String, Long> sizes) {
    List<String> unknown =
        size.symbols().stream().filter(symbol -> !sizes.containsKey(symbol)).toList();
    return unknown.size() == 1 ? Optional.of(unknown.getFirst()) : Optional.empty();
  }

  /**
   * The number for which a linear expression, such as the {@code 2*s0} of an exported multiple, has
   * a value; empty if there is none, or the expression is not linear.
   */
  private static OptionalLong solve(
      SymInt size, String symbol, long value, Map<String, Long> sizes) {
    Map<String, Long> trial = new HashMap<>(sizes);
    trial.put(symbol, 1L);
    long first = size.evaluate(trial);
    trial.put(symbol, 2L);
    long slope = size.evaluate(trial) - first;
    if (slope == 0 || (value - first) % slope != 0) {
      return OptionalLong.empty();
    }
    long number = 1 + (value - first) / slope;
    trial.put(symbol, number);
    return size.evaluate(trial) == value ? OptionalLong.of(number) : OptionalLong.empty();
  }

  private static void check(Value input, TensorType type, Tensor given, Map<String, Long> sizes) {
    boolean fits = given.dtype() == type.dtype() && given.shape().rank() == type.rank();
    for (int d = 0; fits && d < type.rank(); d++) {
      SymInt size = type.sizes().get(d);
      fits =
          sizes.keySet().containsAll(size.symbols())
              ? size.evaluate(sizes) == given.shape().size(d)
              : unknown(size, sizes).isEmpty();
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

  /** An integer that the program takes beside tensors. */
  private static void check(
      Value input,
      SymInt expected,
      Tensor given,
      Map<String, Long> sizes,
      Map<SymInt, Range> ranges) {
    requireOne(input, given, DType::isInteger, "an integer");
    long number = given.getLong(0);
    for (String symbol : expected.symbols()) {
      Range range = ranges.get(SymInt.symbol(symbol));
      boolean isThis = Objects.equals(sizes.get(symbol), number);
      if (isThis && range != null && !range.contains(number)) {
        throw new InputException(
            "input " + input + " is " + number + ", outside the exported range " + range);
      }
    }
    boolean fits =
        sizes.keySet().containsAll(expected.symbols()) && expected.evaluate(sizes) == number;
    if (!fits) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "input %s is %d, expected %s%s",
              input,
              number,
              expected,
              sizes.isEmpty() ? "" : " with " + sizes));
    }
  }

  private static void requireOne(
      Value input, Tensor given, Predicate<DType> kind, String expected) {
    if (!isOne(given, kind)) {
      throw new InputException(
          "input "
              + input
              + " is "
              + given
              + ", expected "
              + expected
              + ": a tensor of one element of such a type");
    }
  }

  private static boolean isOne(Tensor tensor, Predicate<DType> kind) {
    return tensor.elements() == 1 && kind.test(tensor.dtype());
  }

  static void requireInRange(Map<String, Long> sizes, Map<SymInt, Range> ranges) {
    ranges.forEach((size, range) ->
        outside(size, range, sizes)
            .ifPresent(problem -> {
              throw new InputException(problem);
            }));
  }

  /** What is wrong with the number of a size; empty if it is in range or not known. */
  private static Optional<String> outside(SymInt size, Range range, Map<String, Long> sizes) {
    return sizes.keySet().containsAll(size.symbols()) && !range.contains(size.evaluate(sizes))
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "size %s = %d is outside the exported range %s",
                size,
                size.evaluate(sizes),
                range))
        : Optional.empty();
  }
}
