package dev.octet.report;

import com.google.common.html.HtmlEscapers;
import dev.octet.tensor.InternalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * Puts the page together: the frame, the styles, D3, the scripts in order, and the numbers as JSON.
 * A policy lets the browser run exactly these scripts and load nothing, so that not even a text of
 * a model file that slipped through as markup could do anything.
 */
final class ReportPage {
  private static final String D3 = "d3.min.js";

  /** Each adds to the object {@code octet} what those behind it use. */
  private static final List<String> SCRIPTS =
      List.of(
          "format.js",
          "dom.js",
          "table.js",
          "charts.js",
          "summary.js",
          "graph.js",
          "details.js",
          "sections.js",
          "page.js");

  private ReportPage() {}

  /**
   * A page.
   *
   * @param names of the models, for the title
   * @param json the numbers, which may hold any text
   */
  static String of(List<String> names, String json) {
    String style = resource("report.css");
    String library = resource(D3);
    StringBuilder own = new StringBuilder("'use strict';\nconst octet = {};\n");
    SCRIPTS.forEach(script -> own.append(resource(script)));
    String policy =
        "default-src 'none'; base-uri 'none'; form-action 'none'; script-src "
            + hash(library)
            + ' '
            + hash(own.toString())
            + "; style-src "
            + hash(style);
    return Template.fill(
        resource("report.html"),
        part ->
            switch (part) {
              case "policy" -> policy;
              case "title" -> HtmlEscapers.htmlEscaper().escape(String.join(", ", names));
              case "style" -> style;
              case "licence" -> "<!--\n" + comment(resource("d3.LICENSE")) + "\n-->";
              case "library" -> library;
              case "script" -> own.toString();
              case "data" -> data(json);
              default -> throw new InternalException("the page has no part '" + part + "'");
            });
  }

  /** JSON that cannot end the element it stands in, whatever its strings hold. */
  static String data(String json) {
    StringBuilder text = new StringBuilder(json.length() + json.length() / 16);
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      switch (c) {
        case '<' -> text.append("\\u003c");
        case '>' -> text.append("\\u003e");
        case '&' -> text.append("\\u0026");
        case '\u2028' -> text.append("\\u2028");
        case '\u2029' -> text.append("\\u2029");
        default -> text.append(c);
      }
    }
    return text.toString();
  }

  /** Two hyphens would end a comment. */
  private static String comment(String text) {
    return text.replace("--", "- -").strip();
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new InternalException("this JVM has no SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new InternalException("the jar of octet-report lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InternalException("the jar of octet-report cannot be read: " + name, e);
    }
  }
}
