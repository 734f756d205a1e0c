package dev.octet.graph.text;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.Binding;
import dev.octet.op.Op;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.OpSchema;
import dev.octet.op.Ops;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Parses calls: an operator, its arguments, and its operands where they stand apart. */
final class CallParser {
  private final Cursor cursor;
  private final ArgumentParser arguments;

  record Call(Op op, ImmutableList<Value> operands) {}

  /** An argument and the name it is passed by, empty if by position. */
  private record Passed(String name, Argument argument, int position) {}

  CallParser(Cursor cursor, ArgumentParser arguments) {
    this.cursor = cursor;
    this.arguments = arguments;
  }

  Call parse(Supplier<Value> values) {
    boolean unknown = cursor.accept('?');
    cursor.peek();
    int start = cursor.position();
    OpName name = name();
    List<Value> operands = new ArrayList<>();
    List<Passed> passed = arguments(operands, values);
    if (cursor.acceptWord("on")) {
      if (!operands.isEmpty()) {
        throw cursor.unexpected("no list of operands, as arguments name " + operands);
      }
      cursor.expect('(');
      if (!cursor.accept(')')) {
        do {
          operands.add(values.get());
        } while (cursor.accept(','));
        cursor.expect(')');
      }
    }
    Op op = unknown ? unknown(name, passed) : known(name, passed, start);
    checkOperands(op.arguments(), operands.size(), start);
    return new Call(op, ImmutableList.copyOf(operands));
  }

  private OpName name() {
    if (cursor.acceptWord("operator")) {
      int start = cursor.position();
      List<String> parts = arguments.quotedParts(3);
      if (parts.get(1).isEmpty()) {
        throw cursor.error(start, "the base of an operator's name is empty", null);
      }
      return new OpName(parts.get(0), parts.get(1), parts.get(2));
    }
    cursor.peek();
    int start = cursor.position();
    try {
      return OpName.parse(cursor.operatorName());
    } catch (IllegalArgumentException e) {
      throw cursor.error(start, "this is no operator's name: " + e.getMessage(), e);
    }
  }

  private List<Passed> arguments(List<Value> operands, Supplier<Value> values) {
    List<Passed> passed = new ArrayList<>();
    cursor.expect('(');
    if (!cursor.accept(')')) {
      do {
        cursor.peek();
        int start = cursor.position();
        String name = argumentName();
        passed.add(new Passed(name, arguments.parse(operands, values), start));
      } while (cursor.accept(','));
      cursor.expect(')');
    }
    return passed;
  }

  /** The name before an equals sign; nothing is passed if there is none. */
  private String argumentName() {
    int start = cursor.position();
    String name = cursor.peek() == '"' ? cursor.quoted() : cursor.word();
    if (!name.isEmpty() && cursor.accept('=')) {
      return name;
    }
    cursor.moveTo(start);
    return "";
  }

  private Op known(OpName name, List<Passed> passed, int start) {
    Optional<OpSchema> schema = OpCatalog.standard().find(name);
    if (schema.isEmpty()) {
      if (name.isHigherOrder()) {
        return unknown(name, passed);
      }
      throw cursor.error(
          start,
          String.format(
              Locale.ROOT,
              "found '%s', expected an operator; nearest known: %s. Write ?%s for one that is not in the catalogue",
              name,
              OpCatalog.standard().nearest(name, 3),
              name),
          null);
    }
    List<Argument> positional = new ArrayList<>();
    Map<String, Argument> named = new LinkedHashMap<>();
    for (Passed argument : passed) {
      if (argument.name.isEmpty() && named.isEmpty()) {
        positional.add(argument.argument);
      } else if (argument.name.isEmpty()) {
        throw cursor.error(argument.position, "a positional argument follows a named one", null);
      } else if (named.put(argument.name, argument.argument) != null) {
        throw cursor.error(
            argument.position, "the argument '" + argument.name + "' is given twice", null);
      }
    }
    try {
      return Ops.of(schema.get(), Binding.bind(schema.get(), positional, named));
    } catch (InputException e) {
      throw cursor.error(start, e.getMessage() == null ? name.toString() : e.getMessage(), e);
    }
  }

  private static Op unknown(OpName name, List<Passed> passed) {
    OpSchema schema = OpSchema.unknown(name, passed.stream().map(Passed::name).toList());
    return Ops.of(schema, passed.stream().map(Passed::argument).toList());
  }

  private void checkOperands(List<Argument> elements, int operands, int start) {
    for (Argument argument : elements) {
      switch (argument) {
        case Argument.Operand(int index) when index >= operands ->
            throw cursor.error(
                start,
                String.format(
                    Locale.ROOT,
                    "operand $%d does not exist; there are %d operands",
                    index,
                    operands),
                null);
        case Argument.ListOf(var nested) -> checkOperands(nested, operands, start);
        case Argument.MapOf(var entries) ->
            checkOperands(entries.values().asList(), operands, start);
        default -> {}
      }
    }
  }
}
