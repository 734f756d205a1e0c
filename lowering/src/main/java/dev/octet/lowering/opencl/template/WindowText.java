package dev.octet.lowering.opencl.template;

import dev.octet.lowering.codegen.opencl.CText;
import java.util.List;

/** Writes how the positions of a result find the positions of the image that they read. */
final class WindowText {
  private static final List<String> NAMES = List.of("z", "y", "x");
  private static final int LAST = 2;

  private WindowText() {}

  /** The axes that the image has. */
  private static List<Integer> axes(Geometry geometry) {
    return java.util.stream.IntStream.range(0, Geometry.DIMENSIONS)
        .filter(i -> !geometry.axes().get(i).equals(Axis.NONE))
        .boxed()
        .toList();
  }

  /** Declares the numbers of the window as parameters. */
  static void parameters(Signature signature, Geometry geometry) {
    for (int i : axes(geometry)) {
      Axis axis = geometry.axes().get(i);
      String name = NAMES.get(i);
      signature
          .number("in_" + name, axis.input())
          .number("out_" + name, axis.output())
          .number("taps_" + name, axis.taps())
          .number("stride_" + name, axis.stride())
          .number("padding_" + name, axis.padding())
          .number("dilation_" + name, axis.dilation());
    }
  }

  /** For each row the corner of its window, and its image. */
  static void corners(Text text, Geometry geometry) {
    corners(text, geometry, "first + r");
  }

  /** The same for rows whose positions are given. */
  static void corners(Text text, Geometry geometry, String given) {
    List<Integer> axes = axes(geometry);
    text.add("int image[ROWS];");
    axes.forEach(i -> text.add(CText.of("int %s[ROWS];", NAMES.get(i))));
    text.add("for (int r = 0; r < ROWS; r++) {");
    text.add(CText.of("int position = min(%s, positions - 1);", given));
    for (int i : axes.reversed()) {
      text.add(corner(NAMES.get(i), "[r]", geometry));
    }
    text.add("image[r] = position;\n}");
    text.add("int at[ROWS];\nbool inside[ROWS];");
  }

  /** Where the window of a position begins along an axis; takes the axis off the position. */
  private static String corner(String name, String row, Geometry geometry) {
    String start =
        geometry.transposed()
            ? "%1$s%2$s = position %% out_%1$s + padding_%1$s;"
            : "%1$s%2$s = position %% out_%1$s * stride_%1$s - padding_%1$s;";
    return CText.of(start, name, row) + CText.of("\nposition /= out_%s;", name);
  }

  /** Loops over the taps; in the innermost, {@code at} and {@code inside} are those of each row. */
  static void taps(Text text, Geometry geometry, Runnable body) {
    loops(text, axes(geometry), () -> position(text, geometry, "[r]"), body);
  }

  /**
   * Loops over the taps of all axes but the last; in the innermost, {@code at} is where the line of
   * the image begins that each row reads, and {@code inside} whether there is one.
   */
  static void lines(Text text, Geometry geometry, Runnable body) {
    List<Integer> axes = axes(geometry).stream().filter(i -> i != LAST).toList();
    loops(
        text,
        axes,
        () -> {
          String place = read(text, geometry, axes, "[r]");
          text.add(CText.of("at[r] = inside[r] ? (%s) * in_x * all_depth : 0;", place));
        },
        body);
  }

  private static void loops(Text text, List<Integer> axes, Runnable position, Runnable body) {
    for (int i : axes) {
      String name = NAMES.get(i);
      text.add(CText.of("for (int tap_%1$s = 0; tap_%1$s < taps_%1$s; tap_%1$s++) {", name));
    }
    text.add("for (int r = 0; r < ROWS; r++) {");
    position.run();
    text.add("}");
    body.run();
    axes.forEach(_ -> text.add("}"));
  }

  /** Which tap along each axis one of all taps is. */
  static void tapsOf(Text text, Geometry geometry, String tap) {
    String rest = tap;
    for (int i : axes(geometry).reversed()) {
      String name = NAMES.get(i);
      text.add(CText.of("const int tap_%1$s = %2$s %% taps_%1$s;", name, rest));
      rest = "(" + rest + " / taps_" + name + ")";
    }
  }

  /** Finds the position that one tap reads, and whether it is in the image. */
  static void position(Text text, Geometry geometry, String row) {
    String place = read(text, geometry, axes(geometry), row);
    text.add(CText.of("at%1$s = inside%1$s ? (%2$s) * all_depth + group * depth : 0;", row, place));
  }

  /** Finds the position along some axes, and whether it is in the image; gives its number. */
  private static String read(Text text, Geometry geometry, List<Integer> axes, String row) {
    StringBuilder inside = new StringBuilder();
    StringBuilder place = new StringBuilder("image" + row);
    for (int i : axes) {
      String name = NAMES.get(i);
      String read = name + "_read";
      if (geometry.transposed()) {
        text.add(CText.of("const int %1$s_back = %1$s%2$s - tap_%1$s * dilation_%1$s;", name, row));
        text.add(CText.of("const int %s = %s_back / stride_%2$s;", read, name));
        inside
            .append(inside.isEmpty() ? "" : " && ")
            .append(CText.of("%1$s_back >= 0 && %1$s_back %% stride_%1$s == 0 && ", name))
            .append(CText.of("%s < in_%s", read, name));
      } else {
        text.add(CText.of("const int %s = %s%s + tap_%2$s * dilation_%2$s;", read, name, row));
        inside
            .append(inside.isEmpty() ? "" : " && ")
            .append(CText.of("%1$s >= 0 && %1$s < in_%2$s", read, name));
      }
      place.insert(0, "(").append(CText.of(") * in_%s + %s", name, read));
    }
    text.add(CText.of("inside%s = %s;", row, inside.isEmpty() ? "true" : inside));
    return place.toString();
  }
}
