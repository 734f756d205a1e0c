package dev.octet.report;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.report.layout.Box;
import dev.octet.report.layout.LayeredLayout;
import dev.octet.report.layout.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the drawing of a program's graph. */
final class GraphViews {
  private static final double CHARACTER = 7.2;
  private static final double PADDING = 30;
  private static final double NARROWEST = 96;
  private static final double WIDEST = 260;
  private static final double HEIGHT = 44;

  private final Graph graph;
  private final Precisions precisions;
  private final List<GraphView.Item> items = new ArrayList<>();
  private final Set<GraphView.Edge> edges = new LinkedHashSet<>();
  private final Map<Value, Integer> drawn = new HashMap<>();
  private int conversions;

  private GraphViews(ExportedProgram program, Precisions precisions) {
    this.graph = program.graph();
    this.precisions = precisions;
  }

  static GraphView of(ExportedProgram program, Precisions precisions) {
    return new GraphViews(program, precisions).view(program);
  }

  private GraphView view(ExportedProgram program) {
    for (Value input : program.userInputs()) {
      drawn.put(input, items.size());
      items.add(end(GraphView.Kind.INPUT, input));
    }
    for (Node node : graph.nodes()) {
      if (Conversions.isConversion(node)) {
        conversions++;
      } else {
        add(node);
      }
    }
    for (GraphOutput output : graph.outputs()) {
      if (output instanceof GraphOutput.Of(Value value)) {
        int position = items.size();
        items.add(end(GraphView.Kind.OUTPUT, value));
        connect(value, position);
      }
    }
    return new GraphView(
        ImmutableList.copyOf(items),
        ImmutableList.copyOf(edges),
        conversions,
        LayeredLayout.of(
            items.stream().map(GraphViews::box).toList(),
            edges.stream().map(edge -> new Link(edge.from(), edge.to())).toList()));
  }

  /** The text that stands in a node, without the namespace and the overload. */
  static String label(GraphView.Item item) {
    if (item.operator().isEmpty()) {
      return item.name();
    }
    String[] parts = item.operator().split("\\.", 3);
    return parts.length > 1 ? parts[1] : item.operator();
  }

  static Box box(GraphView.Item item) {
    int longest = Math.max(label(item).length(), subtitle(item).length() * 6 / 7);
    double width = Math.clamp(longest * CHARACTER + PADDING, NARROWEST, WIDEST);
    return new Box(width, HEIGHT);
  }

  /** The smaller text below it: the path of the module, else the name. */
  static String subtitle(GraphView.Item item) {
    return switch (item.kind()) {
      case INPUT, OUTPUT -> item.types().isEmpty() ? "" : item.types().getFirst();
      case OPERATOR -> item.modulePath().isEmpty() ? item.name() : item.modulePath();
    };
  }

  private static GraphView.Item end(GraphView.Kind kind, Value value) {
    Precision precision =
        value.type() instanceof TensorType type
            ? switch (type.dtype()) {
              case FLOAT32 -> Precision.F32;
              case BFLOAT16 -> Precision.BF16;
              case INT8, UINT8 -> Precision.INT8;
              case FLOAT16, FLOAT64, INT16, INT32, INT64, BOOL -> Precision.OTHER;
            }
            : Precision.OTHER;
    return new GraphView.Item(kind, value.name(), "", "", precision, ImmutableList.of(text(value)));
  }

  private void add(Node node) {
    int position = items.size();
    node.results().forEach(result -> drawn.put(result, position));
    items.add(
        new GraphView.Item(
            GraphView.Kind.OPERATOR,
            node.name(),
            node.op().name().toString(),
            node.origin().modulePath(),
            precisions.of(node),
            node.results().stream()
                .map(GraphViews::text)
                .collect(ImmutableList.toImmutableList())));
    node.operands().forEach(operand -> connect(operand, position));
  }

  /** From the node that a value comes from, through whatever only changes how it is stored. */
  private void connect(Value read, int reader) {
    Value value = read;
    String type = element(value);
    Node producer = graph.producer(value).orElse(null);
    while (producer != null && Conversions.isConversion(producer)) {
      if (Conversions.isQuantize(producer)) {
        type = element(value);
      }
      value = producer.operand(0);
      producer = graph.producer(value).orElse(null);
    }
    Integer from = drawn.get(value);
    if (from != null) {
      edges.add(new GraphView.Edge(from, reader, type, sizes(value)));
    }
  }

  private static String element(Value value) {
    return value.type() instanceof TensorType type ? type.dtype().shortName() : "";
  }

  private static String sizes(Value value) {
    return value.type() instanceof TensorType type
        ? type.sizes().stream().map(Object::toString).collect(Collectors.joining(" × "))
        : "";
  }

  static String text(Value value) {
    return value.type() instanceof TensorType type
        ? type.dtype().shortName() + type.sizes()
        : value.type().toString();
  }
}
