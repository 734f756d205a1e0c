package dev.octet.lowering.codegen.loop;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * A value computed at a point of a loop nest. Made by {@link ExprPool}, which gives equal
 * expressions one object; so they are compared by identity.
 */
public sealed interface Expr {
  int id();

  LaneType type();

  List<Expr> operands();

  /**
   * A number: integers and masks as they are, floating-point as the bits of a double.
   *
   * @param given whether it comes from the model: code takes it as a parameter, so that kernels
   *     that differ in such numbers share their code
   */
  record Literal(int id, LaneType type, long bits, boolean given) implements Expr {
    public double real() {
      return Double.longBitsToDouble(bits);
    }

    @Override
    public List<Expr> operands() {
      return ImmutableList.of();
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  /** An element of a buffer; the index counts elements. */
  record Load(int id, Buffer buffer, Affine index) implements Expr {
    @Override
    public LaneType type() {
      return buffer.storage().lane();
    }

    @Override
    public List<Expr> operands() {
      return ImmutableList.of();
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  /** An index as a 32-bit integer. */
  record FromIndex(int id, Affine index) implements Expr {
    @Override
    public LaneType type() {
      return LaneType.I32;
    }

    @Override
    public List<Expr> operands() {
      return ImmutableList.of();
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  /** A primitive operation. */
  record Apply(int id, Operation operation, LaneType type, ImmutableList<Expr> operands)
      implements Expr {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  /** A function of {@link StrictMath} of doubles. */
  record Call(int id, String function, ImmutableList<Expr> operands) implements Expr {
    @Override
    public LaneType type() {
      return LaneType.F64;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  /** How a reduction combines. */
  enum Combine {
    SUM,
    MINIMUM,
    MAXIMUM,
    /**
     * The maximum where all are numbers; NaN among them may be left out. For those who see NaN
     * otherwise, such as a softmax, whose sum it spoils.
     */
    MAXIMUM_OF_NUMBERS
  }

  /** A loop of a reduction; it runs from {@code from} to {@code to}, exclusive. */
  record Range(LoopVariable variable, Affine from, Affine to) {
    public boolean isFull() {
      return from.equals(Affine.ZERO) && to.equals(Affine.of(variable.extent()));
    }
  }

  /**
   * The combination of a value over loops.
   *
   * @param wide whether a scalar float sum is kept in double on the way
   * @param kept what is stored on the way, for loops behind this one; see {@link KeepRows}
   */
  record Reduce(
      int id,
      Combine combine,
      boolean wide,
      ImmutableList<Range> ranges,
      Expr body,
      ImmutableList<Store> kept)
      implements Expr {
    @Override
    public LaneType type() {
      return body.type();
    }

    @Override
    public List<Expr> operands() {
      return ImmutableList.of(body);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }
}
