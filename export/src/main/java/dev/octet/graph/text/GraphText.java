package dev.octet.graph.text;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;

/**
 * Prints graphs and parses them.
 *
 * <pre>{@code
 * graph(%x: f32[s0, 3, 8, 8], %w: f32[16, 3, 3, 3]) {
 *   %conv2d: f32[s0, 16, 4, 4] = aten.conv2d.default(%x, %w, stride=[2, 2], padding=[1, 1])
 *   %getitem: f32[s0, 8, 4, 4], %getitem_1: f32[s0, 8, 4, 4] = aten.split.Tensor(%conv2d, 8, dim=1) as %split
 *   return %getitem, %getitem_1, None
 * }
 * }</pre>
 *
 * <ul>
 *   <li>Space and line ends separate and mean nothing else; {@code ;} starts a comment.
 *   <li>A name is letters, digits and {@code _}, or any text in quotes: {@code %"odd name"}. {@code
 *       as %name} names a node that has no result of its name. A node without results starts with
 *       {@code () =}.
 *   <li>Types: {@code f32[2, s0*2]} with optional strides {@code {4, 1}}; {@code int(s0)}, {@code
 *       float(…)}, {@code bool(…)}; {@code none}; {@code object("class")}. Result types that are
 *       left out are inferred.
 *   <li>Arguments are positional, then by name; those left out have their defaults. Literals:
 *       {@code 1}, {@code 1.0}, {@code inf}, {@code nan}, {@code True}, {@code None}, {@code
 *       "text"}, {@code [..]}, {@code {"key": ..}}, element types ({@code f32}), memory formats
 *       ({@code channels_last}), layouts ({@code strided}), {@code device("cuda", 0)}, {@code
 *       complex(1.0, 2.0)}, {@code operator("target")}, {@code object("name", "class")}, and
 *       subgraphs {@code @name graph(..) {..}}.
 *   <li>{@code ?name(..)} is an operator that the catalogue does not describe; higher-order
 *       operators need no question mark.
 *   <li>Where operands do not stand in the order of the arguments, arguments refer to them by
 *       number: {@code ($1, $0) on (%a, %b)}.
 *   <li>{@code !3} after a node refers to the table {@code origins {..}} that follows the graph.
 * </ul>
 *
 * <p>For every graph whose arguments are bound as {@link dev.octet.op.Binding} binds them, {@code
 * parse(print(graph, PrintOptions.FULL))} equals the graph; the default style differs in that it
 * leaves origins out. Both directions take time linear in the size of the text. Stateless and
 * thread-safe.
 */
public final class GraphText {
  private GraphText() {}

  /** The graph in the default style: no origins, arguments that have their default left out. */
  public static String print(Graph graph) {
    return print(graph, PrintOptions.DEFAULT);
  }

  public static String print(Graph graph, PrintOptions options) {
    return new GraphPrinter(options).print(graph);
  }

  /** One node on one line, in the default style (a node with subgraphs takes more lines). */
  public static String print(Node node) {
    return new GraphPrinter(PrintOptions.DEFAULT).print(node);
  }

  /**
   * Reads a graph.
   *
   * @throws GraphParseException for text that is no graph, with line, column, what was found and
   *     what was expected
   */
  public static Graph parse(String text) {
    return new GraphParser(text).parse();
  }
}
