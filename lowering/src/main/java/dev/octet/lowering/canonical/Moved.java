package dev.octet.lowering.canonical;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Op;
import dev.octet.op.ValueType;
import dev.octet.op.infer.TypeInference;
import java.util.List;

/** Puts nodes elsewhere. */
final class Moved {
  private Moved() {}

  /**
   * Adds a node of one result again, with other operands; its name, by which people know it, stays.
   */
  static Value of(Node node, List<Value> operands, GraphBuilder builder) {
    return of(node, node.op(), operands, builder);
  }

  /** The same, with another operator that computes the same. */
  static Value of(Node node, Op op, List<Value> operands, GraphBuilder builder) {
    List<ValueType> types = operands.stream().map(Value::type).toList();
    String name = builder.freshName(node.name());
    builder.reserve(List.of(name));
    Value result = new Value(name, TypeInference.standard().infer(op, types).getFirst());
    builder.add(new Node(node.name(), op, operands, ImmutableList.of(result), node.origin()));
    return result;
  }
}
