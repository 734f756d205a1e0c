package dev.octet.nn;

import com.google.common.collect.ImmutableMap;
import dev.octet.nn.trace.BoundCall;
import dev.octet.nn.trace.Callee;
import dev.octet.nn.trace.Handle;
import dev.octet.nn.trace.Session;
import dev.octet.op.OpName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way from a method of {@link Variable}, {@link Torch} or {@link Functional} to the session.
 */
final class Dispatch {
  private Dispatch() {}

  /** Calls an ATen operator, by short name ({@code "relu.default"}), that gives one tensor. */
  static Variable one(Callee callee, String op, @Nullable Object... arguments) {
    return one(callee, op, Arrays.asList(arguments), ImmutableMap.of());
  }

  static Variable one(
      Callee callee,
      String op,
      List<? extends @Nullable Object> positional,
      Map<String, ? extends @Nullable Object> named) {
    return many(callee, op, positional, named).getFirst();
  }

  /** Calls an operator that gives several tensors or a list. */
  static List<Variable> many(Callee callee, String op, @Nullable Object... arguments) {
    return many(callee, op, Arrays.asList(arguments), ImmutableMap.of());
  }

  private static List<Variable> many(
      Callee callee,
      String op,
      List<? extends @Nullable Object> positional,
      Map<String, ? extends @Nullable Object> named) {
    OpName name = OpName.parse("aten." + op);
    BoundCall call = BoundCall.of(name, operands(positional), named);
    Session session = Session.current();
    return session.inFunction(
        callee,
        () ->
            session.call(name.base(), call.op(), call.operands()).stream()
                .map(Variable::ofHandle)
                .toList());
  }

  /**
   * Calls the functional form of what PyTorch does in place; the result carries the in-place name
   * ({@code relu_}), as in a captured program.
   */
  static Variable inPlace(Callee callee, String op, @Nullable Object... arguments) {
    OpName name = OpName.parse("aten." + op);
    BoundCall call = BoundCall.of(name, operands(Arrays.asList(arguments)), ImmutableMap.of());
    Session session = Session.current();
    return session.inFunction(
        callee,
        () ->
            Variable.ofHandle(
                session.call(name.base() + "_", call.op(), call.operands()).getFirst()));
  }

  /** Variables and sizes as the session knows them. */
  private static List<@Nullable Object> operands(List<? extends @Nullable Object> arguments) {
    List<@Nullable Object> operands = new ArrayList<>();
    for (Object argument : arguments) {
      operands.add(
          switch (argument) {
            case Variable variable -> new Handle(variable.handle());
            case Size size -> new Handle(size.handle());
            case List<?> list -> operands(list);
            case null, default -> argument;
          });
    }
    return operands;
  }
}
