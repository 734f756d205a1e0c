package dev.octet.quantizer.config;

import com.google.common.collect.ImmutableBiMap;
import dev.octet.op.NearestNames;
import dev.octet.quantizer.rule.Matching;
import dev.octet.quantizer.spec.BiasDerivation;
import dev.octet.quantizer.spec.QParamsDerivation;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.tensor.DType;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Function;

/**
 * A closed set of values and their names.
 *
 * @param what the kind of value, for messages
 */
record Choice<T>(String what, ImmutableBiMap<String, T> values) {
  private static final String TORCH = "torch.";

  static final Choice<DType> DTYPE = of("dtype", DType.values(), DType::torchName);
  static final Choice<QScheme> QSCHEME = of("qscheme", QScheme.values(), QScheme::torchName);
  static final Choice<Matching> MATCHING =
      of("matching", Matching.values(), value -> value.name().toLowerCase(Locale.ROOT));
  static final Choice<QParamsDerivation> DERIVATION =
      of("derivation", BiasDerivation.values(), value -> value.name().toLowerCase(Locale.ROOT));

  private static <T> Choice<T> of(String what, T[] values, Function<T, String> name) {
    return new Choice<>(
        what,
        Arrays.stream(values).collect(ImmutableBiMap.toImmutableBiMap(name, Function.identity())));
  }

  /** The value with this name; PyTorch's prefix may precede it. */
  T named(String name, Location where) {
    String bare = name.startsWith(TORCH) ? name.substring(TORCH.length()) : name;
    T value = values.get(bare);
    if (value == null) {
      throw where.error(unknown(what, bare, values.keySet()));
    }
    return value;
  }

  static String unknown(String what, String name, Collection<String> known) {
    return "unknown "
        + what
        + " '"
        + name
        + "'; did you mean '"
        + NearestNames.nearest(name, known, 1).getFirst()
        + "'? Known: "
        + String.join(", ", known);
  }

  /**
   * The name of a value.
   *
   * @throws ConfigException if it is of somebody else's making and has none
   */
  String nameOf(T value) {
    String name = values.inverse().get(value);
    if (name == null) {
      throw new ConfigException(
          what
              + " "
              + value
              + " cannot be written as JSON; known: "
              + String.join(", ", values.keySet()));
    }
    return name;
  }
}
