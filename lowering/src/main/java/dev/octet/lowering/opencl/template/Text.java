package dev.octet.lowering.opencl.template;

/** C source, line by line, indented by the braces. */
public final class Text {
  private final StringBuilder text = new StringBuilder();
  private int depth;
  private boolean inParameters;

  /**
   * Adds lines. One that ends with an opening brace indents those that follow, one that begins with
   * a closing brace takes that back; parameters behind a line that ends with a parenthesis stand
   * further in.
   */
  public Text add(String lines) {
    if (lines.isBlank()) {
      return this;
    }
    for (String line : lines.strip().split("\n", -1)) {
      add(line.strip(), line.isBlank());
    }
    return this;
  }

  private void add(String line, boolean blank) {
    if (line.startsWith("}")) {
      depth--;
    }
    if (!blank) {
      text.append(inParameters ? "    " : "  ".repeat(line.startsWith("#") ? 0 : depth))
          .append(line);
    }
    text.append('\n');
    if (line.endsWith("(")) {
      inParameters = true;
    }
    if (line.endsWith("{")) {
      inParameters = false;
      depth++;
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
