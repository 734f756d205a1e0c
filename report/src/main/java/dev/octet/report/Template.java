package dev.octet.report;

import java.util.function.UnaryOperator;

/** A text with places such as <code>{{title}}</code>; what is put there is not looked at again. */
final class Template {
  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";

  private Template() {}

  static String fill(String template, UnaryOperator<String> parts) {
    StringBuilder text = new StringBuilder();
    int done = 0;
    int open;
    while ((open = template.indexOf(OPEN, done)) >= 0) {
      int close = template.indexOf(CLOSE, open);
      text.append(template, done, open)
          .append(parts.apply(template.substring(open + OPEN.length(), close)));
      done = close + CLOSE.length();
    }
    return text.append(template, done, template.length()).toString();
  }
}
