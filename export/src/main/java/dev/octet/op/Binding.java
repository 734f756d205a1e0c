package dev.octet.op;

import com.google.common.collect.ImmutableList;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Binds the arguments of a call to a schema, as the dispatcher does: positional ones in order, the
 * rest by name, defaults filled in, a single integer where a list of fixed length is declared is
 * repeated. Literals keep their kind (an integer for a {@code Scalar} stays an integer); the one
 * exception is an integer literal for a {@code float} parameter, which becomes a float.
 */
public final class Binding {
  private Binding() {}

  /**
   * One argument for each parameter of the schema.
   *
   * @throws InputException for a missing, surplus or doubly given argument, naming operator and
   *     parameter
   */
  public static ImmutableList<Argument> bind(
      OpSchema schema, List<Argument> positional, Map<String, Argument> named) {
    List<Parameter> parameters = schema.parameters();
    List<Argument> bound = new ArrayList<>(parameters.size());
    int positionals = 0;
    for (Parameter parameter : parameters) {
      if (!parameter.keywordOnly()) {
        positionals++;
      }
    }
    if (positional.size() > positionals) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %d positional arguments, expected at most %d",
              schema.name(),
              positional.size(),
              positionals));
    }
    for (String name : named.keySet()) {
      int position = schema.position(name);
      if (position < 0) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s: unknown argument '%s'; parameters are %s",
                schema.name(),
                name,
                names(schema)));
      }
      if (position < positional.size()) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s: argument '%s' is given twice, by position and by name",
                schema.name(),
                name));
      }
    }
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      Argument given = i < positional.size() ? positional.get(i) : named.get(parameter.name());
      if (given == null) {
        given =
            parameter
                .defaultValue()
                .orElseThrow(() ->
                    new InputException(
                        String.format(
                            Locale.ROOT,
                            "%s: argument '%s' (%s) is missing",
                            schema.name(),
                            parameter.name(),
                            parameter.type())));
      }
      bound.add(fit(given, parameter.type()));
    }
    return ImmutableList.copyOf(bound);
  }

  /**
   * What a call that leaves the parameter out gets, in the form that {@link #bind} gives it; empty
   * if it is required.
   */
  public static Optional<Argument> defaultOf(Parameter parameter) {
    return parameter.defaultValue().map(value -> fit(value, parameter.type()));
  }

  private static Argument fit(Argument argument, ParameterType type) {
    if (type.list()) {
      OptionalInt length = type.length();
      boolean single = argument instanceof Argument.Int || argument instanceof Argument.Float;
      if (length.isPresent() && single) {
        return new Argument.ListOf(
            Collections.nCopies(length.getAsInt(), fitElement(argument, type)));
      }
      if (argument instanceof Argument.ListOf(var elements)) {
        boolean stretch = length.isPresent() && elements.size() == 1 && length.getAsInt() > 1;
        List<Argument> fitted = elements.stream().map(e -> fitElement(e, type)).toList();
        return new Argument.ListOf(
            stretch ? Collections.nCopies(length.getAsInt(), fitted.get(0)) : fitted);
      }
      return argument;
    }
    return fitElement(argument, type);
  }

  private static Argument fitElement(Argument argument, ParameterType type) {
    if (type.kind() == ParameterType.Kind.FLOAT && argument instanceof Argument.Int(long value)) {
      return Argument.of((double) value);
    }
    return argument;
  }

  private static List<String> names(OpSchema schema) {
    return schema.parameters().stream().map(Parameter::name).toList();
  }
}
