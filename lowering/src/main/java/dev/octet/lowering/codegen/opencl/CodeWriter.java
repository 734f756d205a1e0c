package dev.octet.lowering.codegen.opencl;

/** Lines of C, indented, the long ones broken behind operators and commas. */
final class CodeWriter {
  private static final int WIDTH = 100;

  private final StringBuilder text = new StringBuilder();
  private int depth;

  CodeWriter line(String content) {
    String indent = "  ".repeat(depth);
    String continuation = indent + (content.startsWith("// ") ? "// " : "    ");
    String rest = indent + content;
    while (rest.length() > WIDTH) {
      int at = breakBefore(rest, indent.length() + 8);
      if (at < 0) {
        break;
      }
      text.append(rest, 0, at).append('\n');
      rest = continuation + rest.substring(at).strip();
    }
    text.append(rest).append('\n');
    return this;
  }

  /** The last place to break a line at that leaves it short enough. */
  private static int breakBefore(String line, int least) {
    for (int at = WIDTH; at > least; at--) {
      if (line.charAt(at) == ' ' && isBreak(line, at)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isBreak(String line, int at) {
    char before = line.charAt(at - 1);
    char after = line.charAt(at + 1);
    return before == ','
        || after == '?'
        || after == ':'
        || ("+-*/|&".indexOf(after) >= 0 && line.indexOf(' ', at + 1) > at);
  }

  CodeWriter open(String head) {
    line(head + " {");
    depth++;
    return this;
  }

  CodeWriter close() {
    depth--;
    return line("}");
  }

  CodeWriter blank() {
    text.append('\n');
    return this;
  }

  CodeWriter raw(String lines) {
    text.append(lines);
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
