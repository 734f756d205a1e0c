package dev.octet.report;

import com.google.common.collect.ImmutableList;
import dev.octet.report.layout.Drawing;

/**
 * A graph as it is drawn: quantize and dequantize are not nodes but the type of an edge, and
 * parameters are not drawn.
 *
 * @param nodes inputs, operators, outputs; every edge leads from an earlier one to a later one
 * @param conversions how many nodes of the program are drawn as edges
 */
record GraphView(
    ImmutableList<Item> nodes, ImmutableList<Edge> edges, int conversions, Drawing drawing) {

  /** What a node of the drawing is. */
  enum Kind {
    INPUT,
    OPERATOR,
    OUTPUT
  }

  /**
   * A node of the drawing.
   *
   * @param operator empty for inputs and outputs
   * @param types of its results
   */
  record Item(
      Kind kind,
      String name,
      String operator,
      String modulePath,
      Precision precision,
      ImmutableList<String> types) {}

  /**
   * An edge of the drawing.
   *
   * @param from position of a node
   * @param to position of a later node
   * @param type the element type in which the tensor is handed over
   * @param shape its sizes
   */
  record Edge(int from, int to, String type, String shape) {}
}
