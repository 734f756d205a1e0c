package dev.octet.report.layout;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws an acyclic graph in layers from top to bottom, as Sugiyama, Tagawa and Toda describe it:
 * every link leads downwards, links that pass a layer get a place in it, the order within layers is
 * chosen to cross few links, and then boxes move as near to their neighbours as their order allows.
 * The same graph always gives the same drawing.
 */
public final class LayeredLayout {
  private static final double LAYER_GAP = 34;
  private static final double MARGIN = 24;

  private LayeredLayout() {}

  /**
   * A drawing.
   *
   * @param boxes in an order in which every link leads forward
   */
  public static Drawing of(List<Box> boxes, List<Link> links) {
    Layers layers = Layers.of(boxes, links);
    LayerOrder.arrange(layers);
    double[] x = LayerPlaces.of(layers);
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    for (int slot = 0; slot < layers.slots(); slot++) {
      left = Math.min(left, x[slot] - layers.width(slot) / 2);
      right = Math.max(right, x[slot] + layers.width(slot) / 2);
    }
    double[] top = new double[layers.count()];
    double[] height = new double[layers.count()];
    double y = MARGIN;
    for (int layer = 0; layer < layers.count(); layer++) {
      for (int slot : layers.in(layer)) {
        height[layer] = Math.max(height[layer], slot < boxes.size() ? boxes.get(slot).height() : 0);
      }
      top[layer] = y;
      y += height[layer] + LAYER_GAP;
    }
    for (int slot = 0; slot < layers.slots(); slot++) {
      x[slot] += MARGIN - left;
    }
    double width = boxes.isEmpty() ? 0 : right - left;
    return new Drawing(
        width + 2 * MARGIN,
        Math.max(y - LAYER_GAP, MARGIN) + MARGIN,
        centers(boxes, layers, x, top, height),
        routes(boxes, links, layers, x, top, height));
  }

  private static ImmutableList<Point> centers(
      List<Box> boxes, Layers layers, double[] x, double[] top, double[] height) {
    ImmutableList.Builder<Point> centers = ImmutableList.builder();
    for (int box = 0; box < boxes.size(); box++) {
      int layer = layers.layer(box);
      centers.add(new Point(x[box], top[layer] + height[layer] / 2));
    }
    return centers.build();
  }

  private static ImmutableList<ImmutableList<Point>> routes(
      List<Box> boxes, List<Link> links, Layers layers, double[] x, double[] top, double[] height) {
    ImmutableList.Builder<ImmutableList<Point>> routes = ImmutableList.builder();
    for (Link link : links) {
      List<Point> points = new ArrayList<>();
      points.add(edge(link.from(), +0.5, boxes, layers, x, top, height));
      for (int slot : layers.between(link)) {
        int layer = layers.layer(slot);
        points.add(new Point(x[slot], top[layer]));
        points.add(new Point(x[slot], top[layer] + height[layer]));
      }
      points.add(edge(link.to(), -0.5, boxes, layers, x, top, height));
      routes.add(ImmutableList.copyOf(points));
    }
    return routes.build();
  }

  private static Point edge(
      int box,
      double side,
      List<Box> boxes,
      Layers layers,
      double[] x,
      double[] top,
      double[] height) {
    int layer = layers.layer(box);
    return new Point(x[box], top[layer] + height[layer] / 2 + side * boxes.get(box).height());
  }
}
