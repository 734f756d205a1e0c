package dev.octet.graph.verify;

/**
 * One thing that is wrong with a graph.
 *
 * @param rule the rule that was broken, as a sentence of its class name: {@code
 *     ValuesAreDefinedBeforeUse}
 * @param where the node, input or output: {@code %conv2d_1 aten.conv2d.default (layer1.0.conv1)}
 * @param problem what was found and what was expected
 */
public record Violation(String rule, String where, String problem) {
  @Override
  public String toString() {
    return where + ": " + problem + " [" + rule + "]";
  }
}
