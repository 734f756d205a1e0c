package dev.octet.graph;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.octet.op.Op;
import java.util.List;

/**
 * One application of an operator.
 *
 * @param name the name in the program it came from; often that of the only result
 * @param operands the values that the operator's {@code Operand} arguments refer to, in their order
 * @param results the values it defines; the elements of a list result stand one by one; empty for
 *     an assertion
 */
public record Node(
    String name,
    Op op,
    ImmutableList<Value> operands,
    ImmutableList<Value> results,
    Origin origin) {
  public Node(String name, Op op, List<Value> operands, List<Value> results, Origin origin) {
    this(name, op, ImmutableList.copyOf(operands), ImmutableList.copyOf(results), origin);
  }

  /** The only result. */
  public Value result() {
    Preconditions.checkState(
        results.size() == 1, "%s has %s results, expected one", this, results.size());
    return results.get(0);
  }

  public Value operand(int index) {
    return operands.get(index);
  }

  public Node withOperands(List<Value> newOperands) {
    Preconditions.checkArgument(
        newOperands.size() == operands.size(),
        "%s: %s operands, expected %s",
        this,
        newOperands.size(),
        operands.size());
    return new Node(name, op, ImmutableList.copyOf(newOperands), results, origin);
  }

  public Node withOrigin(Origin newOrigin) {
    return new Node(name, op, operands, results, newOrigin);
  }

  /** How messages name a node: {@code %conv2d_1 aten.conv2d.default (layer1.0.conv1)}. */
  @Override
  public String toString() {
    String path = origin.modulePath();
    return "%" + name + " " + op.name() + (path.isEmpty() ? "" : " (" + path + ")");
  }
}
