package dev.octet.lowering.codegen.reader;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.op.Argument;
import dev.octet.op.Arguments;
import dev.octet.op.infer.TypeArguments;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** One call as an element of its result sees it: its arguments, and elements of its operands. */
final class ElementCall extends Arguments<Value> {
  final BodyReader body;
  final ExprPool pool;
  final Functions functions;
  final Conversions conversions;
  final Node node;
  final int result;

  ElementCall(BodyReader body, Node node, int result) {
    super(node.op(), node.operands());
    this.body = body;
    this.pool = body.pool;
    this.functions = body.functions;
    this.conversions = body.conversions();
    this.node = node;
    this.result = result;
  }

  TypeArguments types() {
    return new TypeArguments(op(), operands().stream().map(Value::type).toList());
  }

  DType resultType() {
    return BodyReader.dtype(node.results().get(result));
  }

  long[] resultShape() {
    return BodyReader.shape(node.results().get(result));
  }

  boolean isTensor(String parameter) {
    return raw(parameter) instanceof Argument.Operand;
  }

  Value tensor(String parameter) {
    if (raw(parameter) instanceof Argument.Operand reference) {
      return operand(reference);
    }
    throw unexpected(parameter, raw(parameter), "a tensor");
  }

  ImmutableList<Value> tensors(String parameter) {
    ImmutableList.Builder<Value> values = ImmutableList.builder();
    for (Argument element : elements(parameter)) {
      if (!(element instanceof Argument.Operand reference)) {
        throw unexpected(parameter, element, "tensors");
      }
      values.add(operand(reference));
    }
    return values.build();
  }

  long[] shape(String parameter) {
    return BodyReader.shape(tensor(parameter));
  }

  DType dtypeOf(String parameter) {
    return BodyReader.dtype(tensor(parameter));
  }

  /** A number that is written in the call. */
  double real(String parameter) {
    OptionalDouble number = types().number(parameter);
    if (number.isEmpty()) {
      throw new DeclinedException("argument '" + parameter + "' is no constant number");
    }
    return number.getAsDouble();
  }

  long integer(String parameter) {
    return types().integer(parameter);
  }

  long[] longs(String parameter) {
    return types().longs(parameter).stream().mapToLong(v -> v).toArray();
  }

  int dimension(String parameter, int rank) {
    return types().dimension(parameter, rank);
  }

  /** An element of an operand, in the operand's own type. */
  Expr element(String parameter, List<Affine> index) {
    return body.read(tensor(parameter), index);
  }

  /** The only element of an operand. */
  Expr single(Value value) {
    List<Affine> index = new ArrayList<>();
    for (long size : BodyReader.shape(value)) {
      if (size != 1) {
        throw new DeclinedException("a tensor of several elements stands for a number");
      }
      index.add(Affine.ZERO);
    }
    return body.read(value, index);
  }

  /**
   * The element of an argument that is stretched to the result, converted to a type; booleans are
   * numbers then.
   */
  Expr stretched(String parameter, DType type, List<Affine> index) {
    if (!isTensor(parameter)) {
      return literal(parameter, type);
    }
    Value value = tensor(parameter);
    Expr element = body.read(value, BodyReader.broadcast(index, BodyReader.shape(value)));
    Expr converted = conversions.convert(element, BodyReader.dtype(value), type);
    return conversions.number(converted);
  }

  /** A number of the call in a type, rounded to it. */
  Expr literal(String parameter, DType type) {
    return pool.given(number(parameter, type));
  }

  private Expr number(String parameter, DType type) {
    return switch (raw(parameter)) {
      case Argument.Int(long value) -> literal(value, type);
      case Argument.Bool(boolean value) -> literal(value ? 1 : 0, type);
      case Argument.Float(double value) ->
          type.isFloatingPoint()
              ? pool.real(Conversions.lane(type), type.round(value))
              : conversions.number(
                  conversions.convert(pool.real(LaneType.F64, value), DType.FLOAT64, type));
      case Argument other -> throw unexpected(parameter, other, "a number");
    };
  }

  private Expr literal(long value, DType type) {
    return switch (type) {
      case INT8 -> pool.i32((byte) value);
      case UINT8 -> pool.i32((int) (value & 255));
      case INT16 -> pool.i32((short) value);
      case INT32 -> pool.i32((int) value);
      case INT64 -> pool.whole(LaneType.I64, value);
      case BOOL -> pool.i32(value != 0 ? 1 : 0);
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 ->
          pool.real(Conversions.lane(type), type.round((double) value));
    };
  }

  /** Whether an index lies below a bound; asks for the cut that decides it for a whole loop. */
  Expr isBelow(Affine at, long bound) {
    body.requests().bound(at, bound);
    return apply(Operation.LESS, pool.fromIndex(at), pool.i32(Math.toIntExact(bound)));
  }

  /** One element where an index lies from {@code begin} to {@code end}, another elsewhere. */
  Expr within(Affine at, long begin, long end, Expr inside, Expr outside) {
    Expr result = inside;
    if (at.max() >= end) {
      result = pool.select(isBelow(at, end), result, outside);
    }
    if (at.min() < begin) {
      result = pool.select(isBelow(at, begin), outside, result);
    }
    return result;
  }

  /** An index divided by a number; asks for loops that have no division. */
  Affine quotient(Affine index, long divisor) {
    body.requests().division(index, divisor);
    return Affine.floorDivide(index, divisor);
  }

  /** What {@link #quotient} leaves. */
  Affine remainder(Affine index, long divisor) {
    body.requests().division(index, divisor);
    return Affine.remainder(index, divisor);
  }

  Expr apply(Operation operation, Expr... operands) {
    return pool.apply(operation, operands);
  }

  Expr finish(Expr value) {
    return conversions.round(value, resultType());
  }
}
