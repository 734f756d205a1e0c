package dev.octet.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.report.layout.Box;
import dev.octet.report.layout.Drawing;
import dev.octet.report.layout.Point;
import java.util.Locale;

/** A graph as JSON, with or without where everything is drawn. */
final class GraphViewJson {
  private GraphViewJson() {}

  static void write(GraphView graph, boolean drawn, ObjectNode into) {
    into.put("conversions", graph.conversions());
    Drawing drawing = graph.drawing();
    if (drawn) {
      into.put("width", Math.round(drawing.width()));
      into.put("height", Math.round(drawing.height()));
    }
    ArrayNode nodes = into.putArray("nodes");
    for (int i = 0; i < graph.nodes().size(); i++) {
      GraphView.Item item = graph.nodes().get(i);
      ObjectNode object = nodes.addObject();
      object.put("kind", item.kind().name().toLowerCase(Locale.ROOT));
      object.put("name", item.name());
      object.put("op", item.operator());
      object.put("module", item.modulePath());
      object.put("precision", item.precision().label());
      item.types().forEach(object.putArray("types")::add);
      if (drawn) {
        Box box = GraphViews.box(item);
        Point center = drawing.centers().get(i);
        object.put("label", GraphViews.label(item));
        object.put("subtitle", GraphViews.subtitle(item));
        object.put("x", Math.round(center.x()));
        object.put("y", Math.round(center.y()));
        object.put("width", Math.round(box.width()));
        object.put("height", Math.round(box.height()));
      }
    }
    ArrayNode edges = into.putArray("edges");
    for (int i = 0; i < graph.edges().size(); i++) {
      GraphView.Edge edge = graph.edges().get(i);
      ObjectNode object = edges.addObject();
      object.put("from", edge.from());
      object.put("to", edge.to());
      object.put("type", edge.type());
      object.put("shape", edge.shape());
      if (drawn) {
        ArrayNode route = object.putArray("route");
        for (Point point : drawing.routes().get(i)) {
          route.add(Math.round(point.x()));
          route.add(Math.round(point.y()));
        }
      }
    }
  }
}
