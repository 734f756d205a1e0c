package dev.octet.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Optional;

/**
 * The signature of an operator overload, as PyTorch declares it. A schema made for an operator that
 * the {@link OpCatalog} does not know has only the parameter names that the call site gave and
 * {@code known} is false.
 */
public final class OpSchema {
  private final OpName name;
  private final ImmutableList<Parameter> parameters;
  private final ImmutableList<ParameterType> returns;
  private final boolean known;
  private final ImmutableMap<String, Integer> positions;

  OpSchema(OpName name, List<Parameter> parameters, List<ParameterType> returns, boolean known) {
    this.name = name;
    this.parameters = ImmutableList.copyOf(parameters);
    this.returns = ImmutableList.copyOf(returns);
    this.known = known;
    ImmutableMap.Builder<String, Integer> map = ImmutableMap.builder();
    for (int i = 0; i < parameters.size(); i++) {
      map.put(parameters.get(i).name(), i);
    }
    this.positions = map.buildKeepingLast();
  }

  /**
   * A stand-in for an operator that is not in the catalogue: parameters of any type, in the order
   * of the call.
   */
  public static OpSchema unknown(OpName name, List<String> parameterNames) {
    return unknown(name, parameterNames, List.of());
  }

  /**
   * A stand-in as above, with the types of the results where the file tells more than their number.
   */
  public static OpSchema unknown(
      OpName name, List<String> parameterNames, List<ParameterType> returns) {
    return new OpSchema(
        name,
        parameterNames.stream()
            .map(p -> new Parameter(p, ParameterType.ANY, false, false, Optional.empty()))
            .toList(),
        returns,
        false);
  }

  public OpName name() {
    return name;
  }

  public ImmutableList<Parameter> parameters() {
    return parameters;
  }

  /** The declared types of the results; empty for an unknown operator. */
  public ImmutableList<ParameterType> returns() {
    return returns;
  }

  /**
   * False if the operator is not in the catalogue: it can be carried and printed, not inferred or
   * evaluated.
   */
  public boolean known() {
    return known;
  }

  /** The position of a parameter, or −1. */
  public int position(String parameter) {
    Integer position = positions.get(parameter);
    return position == null ? -1 : position;
  }

  /** True if the operator writes into one of its operands. */
  public boolean isInPlace() {
    return parameters.stream().anyMatch(Parameter::mutated);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof OpSchema schema
            && name.equals(schema.name)
            && known == schema.known
            && parameters.equals(schema.parameters)
            && returns.equals(schema.returns));
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name + parameters.toString() + " -> " + returns;
  }
}
