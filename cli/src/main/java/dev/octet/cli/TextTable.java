package dev.octet.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows of text with their columns aligned. */
final class TextTable {
  private TextTable() {}

  /** Prints rows of equal length; the first may hold the headings. */
  static void print(List<List<String>> rows, PrintWriter out) {
    lines(rows).forEach(out::println);
  }

  /** The lines that {@link #print} prints. */
  static List<String> lines(List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + 2);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
