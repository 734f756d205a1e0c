package dev.octet.graph.text;

/**
 * What {@link GraphText} prints beside the graph itself.
 *
 * @param defaults also the arguments that have their default value, and all by position as far as
 *     the schema allows
 * @param origins the table of origins that the parser reads again
 * @param modulePaths the module path of each node as a comment
 * @param numbered values that are no inputs are called {@code %0}, {@code %1}, … in the order of
 *     their definition, and nodes by their first result or not at all; graphs that differ in these
 *     names alone print alike
 */
public record PrintOptions(
    boolean defaults, boolean origins, boolean modulePaths, boolean numbered) {
  public static final PrintOptions DEFAULT = new PrintOptions(false, false, false, false);

  /** Everything that a graph holds. */
  public static final PrintOptions FULL = new PrintOptions(true, true, false, false);

  public PrintOptions withDefaults(boolean on) {
    return new PrintOptions(on, origins, modulePaths, numbered);
  }

  public PrintOptions withOrigins(boolean on) {
    return new PrintOptions(defaults, on, modulePaths, numbered);
  }

  public PrintOptions withModulePaths(boolean on) {
    return new PrintOptions(defaults, origins, on, numbered);
  }

  public PrintOptions withNumbered(boolean on) {
    return new PrintOptions(defaults, origins, modulePaths, on);
  }
}
