package dev.octet.testkit;

import com.google.common.collect.ImmutableList;
import dev.octet.op.Argument;
import dev.octet.op.Layout;
import dev.octet.op.MemoryFormat;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.Relation;
import dev.octet.symbol.SymBool;
import dev.octet.symbol.SymFloat;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** Random literals and types of every kind, awkward ones among them. */
final class RandomLiterals {
  private static final double[] AWKWARD_DOUBLES = {
    0.0,
    -0.0,
    1,
    0.1,
    1e-5,
    -1e300,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };
  private static final String[] AWKWARD_TEXTS = {
    "",
    "tanh",
    "a \"quoted\" \\ text",
    "line\nline\ttab\rreturn",
    "\u0000\u001f\u0085\u2028",
    "größe 尺寸 \ud83d\ude00",
    "\ud83d alone",
    "; no comment",
    "}{",
    "%x = f()"
  };

  private final RandomGenerator random;

  RandomLiterals(RandomGenerator random) {
    this.random = random;
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  DType dtype() {
    return oneOf(List.of(DType.values()));
  }

  long integer() {
    return switch (random.nextInt(8)) {
      case 0 -> Long.MIN_VALUE;
      case 1 -> Long.MAX_VALUE;
      default -> random.nextInt(-3, 12);
    };
  }

  double number() {
    return random.nextBoolean()
        ? AWKWARD_DOUBLES[random.nextInt(AWKWARD_DOUBLES.length)]
        : random.nextGaussian();
  }

  String text() {
    return AWKWARD_TEXTS[random.nextInt(AWKWARD_TEXTS.length)];
  }

  Argument device() {
    return new Argument.Device(
        oneOf(List.of("cpu", "cuda")),
        random.nextBoolean() ? OptionalInt.of(random.nextInt(4)) : OptionalInt.empty());
  }

  Argument format() {
    return new Argument.Format(oneOf(List.of(MemoryFormat.values())));
  }

  Argument layout() {
    return new Argument.LayoutOf(oneOf(List.of(Layout.values())));
  }

  /** Any literal; nested ones at most {@code depth} deep. */
  Argument any(int depth) {
    return switch (random.nextInt(depth > 0 ? 14 : 11)) {
      case 0 -> Argument.NONE;
      case 1 -> Argument.of(integer());
      case 2 -> Argument.of(number());
      case 3 -> Argument.of(random.nextBoolean());
      case 4 -> Argument.of(text());
      case 5 -> new Argument.Complex(number(), number());
      case 6 -> new Argument.Type(dtype());
      case 7 -> format();
      case 8 -> layout();
      case 9 -> device();
      case 10 ->
          random.nextBoolean()
              ? new Argument.Operator(text())
              : new Argument.CustomObject(text(), "__torch__.Thing");
      case 11 -> {
        Map<String, Argument> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          entries.put(text() + i, any(depth - 1));
        }
        yield new Argument.MapOf(entries);
      }
      default -> {
        List<Argument> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          elements.add(any(depth - 1));
        }
        yield new Argument.ListOf(elements);
      }
    };
  }

  SymInt size() {
    SymInt symbol = SymInt.symbol(oneOf(List.of("s0", "s1", "s77", "u0")));
    return switch (random.nextInt(12)) {
      case 0 -> symbol;
      case 1 -> symbol.multiply(random.nextInt(1, 5)).add(random.nextInt(-3, 4));
      case 2 -> symbol.add(SymInt.symbol("s1")).floorDivide(2).add(1);
      case 3 -> symbol.modulo(4).max(1).multiply(symbol);
      case 4 -> SymInt.parse("Symbol('u3', positive=True, integer=True)").add(symbol);
      default -> SymInt.of(random.nextInt(6));
    };
  }

  TensorType tensorType() {
    List<SymInt> sizes = new ArrayList<>();
    List<SymInt> strides = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      sizes.add(size());
      strides.add(size());
    }
    return new TensorType(
        dtype(),
        ImmutableList.copyOf(sizes),
        random.nextInt(4) == 0 ? Optional.of(ImmutableList.copyOf(strides)) : Optional.empty());
  }

  ValueType type() {
    return switch (random.nextInt(12)) {
      case 0 -> new SymbolType.Int(size());
      case 1 -> new SymbolType.Float(random.nextBoolean() ? SymFloat.of(size()) : SymFloat.of(0.5));
      case 2 ->
          new SymbolType.Bool(SymBool.compare(size(), oneOf(List.of(Relation.values())), size()));
      case 3 -> ValueType.NONE;
      case 4 -> new ValueType.Opaque(text());
      default -> tensorType();
    };
  }
}
