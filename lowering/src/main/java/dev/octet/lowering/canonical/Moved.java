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
    return allOf(node, op, operands, builder).getFirst();
  }

  /** The same for a node of any number of results. */
  static List<Value> allOf(Node node, List<Value> operands, GraphBuilder builder) {
    return allOf(node, node.op(), operands, builder);
  }

  private static List<Value> allOf(Node node, Op op, List<Value> operands, GraphBuilder builder) {
    List<ValueType> types =
        TypeInference.standard().infer(op, operands.stream().map(Value::type).toList());
    ImmutableList.Builder<Value> results = ImmutableList.builder();
    for (int i = 0; i < types.size(); i++) {
      String base = types.size() == 1 ? node.name() : node.results().get(i).name();
      String name = builder.freshName(base);
      builder.reserve(List.of(name));
      results.add(new Value(name, types.get(i)));
    }
    ImmutableList<Value> made = results.build();
    builder.add(new Node(node.name(), op, operands, made, node.origin()));
    return made;
  }
}
