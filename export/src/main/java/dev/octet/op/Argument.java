package dev.octet.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One argument of an operator, bound to a parameter of its schema. Operands (tensors and symbolic
 * numbers computed elsewhere in the graph) appear as {@link Operand} with their position in the
 * node's operand list; everything else is a literal. Immutable, compared by value; an integer and a
 * floating-point literal are different even if their numbers are equal, as type promotion needs.
 */
public sealed interface Argument {
  Argument NONE = new None();

  static Argument of(long value) {
    return new Int(value);
  }

  static Argument of(double value) {
    return new Float(value);
  }

  static Argument of(boolean value) {
    return new Bool(value);
  }

  static Argument of(String value) {
    return new Str(value);
  }

  /** A list of integers. */
  static Argument ints(List<Long> values) {
    return new ListOf(values.stream().map(Argument::of).toList());
  }

  /** Python's {@code None}. */
  record None() implements Argument {}

  /** The node's operand at {@code index}. */
  record Operand(int index) implements Argument {}

  record Int(long value) implements Argument {}

  /** Compared by bits, so that NaN equals itself and the zeros differ. */
  @SuppressWarnings("AvoidCommonTypeNames") // the schema's name for it
  record Float(double value) implements Argument {}

  record Bool(boolean value) implements Argument {}

  record Str(String value) implements Argument {}

  record Complex(double real, double imaginary) implements Argument {}

  record Type(DType value) implements Argument {}

  record Format(MemoryFormat value) implements Argument {}

  record LayoutOf(Layout value) implements Argument {}

  /** A device by type ({@code cpu}) and optional index. */
  record Device(String type, OptionalInt index) implements Argument {}

  /** A list, possibly nested, possibly with {@link None} or {@link Operand} among its elements. */
  record ListOf(ImmutableList<Argument> elements) implements Argument {
    public ListOf(List<Argument> elements) {
      this(ImmutableList.copyOf(elements));
    }
  }

  /** Keyword arguments of a higher-order operator. */
  record MapOf(ImmutableMap<String, Argument> entries) implements Argument {
    public MapOf(Map<String, Argument> entries) {
      this(ImmutableMap.copyOf(entries));
    }
  }

  /** A graph that a higher-order operator runs. */
  record Subgraph(String name, SubgraphBody body) implements Argument {}

  /** An operator passed as a value. */
  record Operator(String target) implements Argument {}

  /**
   * A TorchScript class instance that the program carries; it can be read and printed, not
   * evaluated.
   */
  record CustomObject(String name, String className) implements Argument {}
}
