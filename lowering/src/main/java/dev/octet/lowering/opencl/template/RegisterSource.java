package dev.octet.lowering.opencl.template;

import dev.octet.lowering.codegen.opencl.CText;

/**
 * Writes a product whose sums stay in registers: each item computes some positions of the result
 * for one block of output channels. Inputs are brought to floats sixteen at a time; products of
 * integers are exact as long as their sum stays below 2^24, where it is put into an integer. What
 * the zero point of the input adds to a sum is taken off in the end.
 */
final class RegisterSource {
  /** Input channels that are brought to floats as one vector. */
  private static final int VECTOR = 16;

  /** Vectors that are brought to floats at a time, where the channels allow it. */
  private static final int MOST_VECTORS = 4;

  private final String label;
  private final Geometry geometry;
  private final RegisterTile tile;
  private final Numbers input;
  private final boolean totals;

  /** Input channels that are brought to floats at a time. */
  private final int stage;

  private final Text text = new Text();

  /**
   * A source.
   *
   * @param totals whether sums of integers must be put into integers on the way
   */
  RegisterSource(
      String label, Geometry geometry, RegisterTile tile, Numbers input, boolean totals) {
    this.label = label;
    this.geometry = geometry;
    this.tile = tile;
    this.input = input;
    this.totals = totals;
    this.stage = geometry.hasThinLines() ? VECTOR : stage(geometry.depth());
  }

  /**
   * As many vectors as divide the channels evenly; one, the last of them in part, where none do.
   */
  private static int stage(long depth) {
    for (int vectors = MOST_VECTORS; vectors > 1; vectors /= 2) {
      if (depth % ((long) vectors * VECTOR) == 0) {
        return vectors * VECTOR;
      }
    }
    return VECTOR;
  }

  String write(Signature signature, Result result) {
    text.add("// " + label);
    text.add(
        """
        // Channels lie side by side. Weights: (group, block of channels, tap, channel in, channel
        // of the block).
        """);
    text.add("#pragma OPENCL FP_CONTRACT OFF");
    text.add("#define ROWS " + tile.rows());
    text.add("#define LANES " + tile.channels());
    text.add(result.prelude());
    text.add(
        "kernel __attribute__((reqd_work_group_size(1, 1, 1)))\nvoid product(\n    "
            + signature.parameters()
            + ") {");
    text.add(signature.pointers());
    result.begin(text);
    text.add(
        """
        // Positions of the result, a block of its channels, a group.
        const int first = get_global_id(0) * ROWS;
        const int block = get_global_id(1);
        const int group = get_global_id(2);
        """);
    if (geometry.isPointwise()) {
      text.add(
          """
          int at[ROWS];
          for (int r = 0; r < ROWS; r++) {
            at[r] = min(first + r, positions - 1) * all_depth + group * depth;
          }
          """);
    } else {
      WindowText.corners(text, geometry);
    }
    clearSums();
    text.add(
        CText.of(
                "global const %s *weight = weights + ((long)group * get_global_size(1) + block) *"
                    + " taps *",
                tile.wide() || !input.isInteger() ? "float" : "char")
            + " depth * LANES;");
    text.add("float staged[ROWS][" + stage + "];");
    if (geometry.isPointwise()) {
      channels();
    } else if (geometry.hasThinLines()) {
      WindowText.lines(text, geometry, this::line);
    } else {
      WindowText.taps(text, geometry, this::channels);
    }
    if (totals) {
      flush();
    }
    spill();
    text.add(
        """
        const int lanes = min(LANES, channels - block * LANES);
        for (int r = 0; r < ROWS && first + r < positions; r++) {
          const int row = (first + r) * all_channels + group * channels + block * LANES;
          for (int lane = 0; lane < lanes; lane++) {
            const int channel = group * channels + block * LANES + lane;
            const int place = row + lane;
        """);
    result.store(
        text,
        input.isInteger()
            ? "(float)(sums[r][lane] - zero * weight_sums[channel])"
            : "sums[r][lane]");
    return text.add("}\n}\n}").toString();
  }

  private void clearSums() {
    for (int v = 0; v < tile.vectors(); v++) {
      text.add(CText.of("float%d sum%d[ROWS];", tile.lanes(), v));
      if (totals) {
        text.add(CText.of("int%d total%d[ROWS];", tile.lanes(), v));
      }
    }
    text.add("for (int r = 0; r < ROWS; r++) {");
    for (int v = 0; v < tile.vectors(); v++) {
      text.add(CText.of("sum%d[r] = 0;", v));
      if (totals) {
        text.add(CText.of("total%d[r] = 0;", v));
      }
    }
    text.add("}");
    if (totals) {
      text.add("int pending = 0; // products in the sums");
    }
  }

  /** All channels of the position that each row reads now. */
  private void channels() {
    String present = geometry.isPointwise() ? "" : "inside[r]";
    text.add(CText.of("for (int c = 0; c < depth; c += %d) {", stage));
    if (geometry.depth() % stage == 0) {
      stageAll(present);
      accumulate(Integer.toString(stage));
    } else {
      text.add(CText.of("const int count = min(%d, depth - c);", stage));
      stageSome(present);
      accumulate("count");
    }
    text.add("}");
  }

  /** All channels of all positions along the last axis: they lie side by side. */
  private void line() {
    text.add(CText.of("for (int c = 0; c < taps_x * depth; c += %d) {", stage));
    text.add(CText.of("const int count = min(%d, taps_x * depth - c);", stage));
    stageLine();
    accumulate("count");
    text.add("}");
  }

  /** Numbers beyond the image are 0, of which the zero point is the integer. */
  private String nothing() {
    return input.isInteger() ? "(float)zero" : "0";
  }

  /**
   * Brings channels of each row to floats, where they make whole vectors.
   *
   * @param present whether a row reads the image; empty if always
   */
  private void stageAll(String present) {
    text.add("for (int r = 0; r < ROWS; r++) {");
    if (!present.isEmpty()) {
      text.add("if (!" + present + ") {");
      for (int v = 0; v < stage / VECTOR; v++) {
        text.add(CText.of("vstore16((float16)(%s), %d, staged[r]);", nothing(), v));
      }
      text.add("continue;\n}");
    }
    for (int v = 0; v < stage / VECTOR; v++) {
      String vector = input.vector(CText.of("vload16(%d, input + at[r] + c)", v), VECTOR);
      text.add(CText.of("vstore16(%s, %d, staged[r]);", vector, v));
    }
    text.add("}");
  }

  /** The same, a vector at a time, of which the last may be in part beyond the channels. */
  private void stageSome(String present) {
    String from = "at[r] + c";
    text.add("for (int r = 0; r < ROWS; r++) {");
    if (!present.isEmpty()) {
      text.add("if (!" + present + ") {");
      text.add(CText.of("vstore16((float16)(%s), 0, staged[r]);\ncontinue;\n}", nothing()));
    }
    text.add(CText.of("if (count == %d) {", stage));
    text.add(CText.of("vstore16(%s, 0, staged[r]);", vector(from)));
    text.add("} else {\nfor (int i = 0; i < count; i++) {");
    text.add(CText.of("staged[r][i] = %s;\n}\n}\n}", element(from)));
  }

  /** What of a line is in the image; where that is a whole vector, also what nobody asked for. */
  private void stageLine() {
    String from = "at[r] + begin";
    text.add("for (int r = 0; r < ROWS; r++) {\nconst int begin = x[r] * depth + c;");
    text.add(CText.of("if (inside[r] && begin >= 0 && begin + %d <= in_x * depth) {", stage));
    text.add(CText.of("vstore16(%s, 0, staged[r]);", vector(from)));
    text.add("} else {\nfor (int i = 0; i < count; i++) {");
    text.add("const bool present = inside[r] && begin + i >= 0 && begin + i < in_x * depth;");
    text.add(CText.of("staged[r][i] = present ? %s : %s;\n}\n}\n}", element(from), nothing()));
  }

  private String vector(String from) {
    return input.vector("vload16(0, input + " + from + ")", VECTOR);
  }

  private String element(String from) {
    return input.scalar("input[" + from + " + i]");
  }

  /** Adds the products of what is staged. */
  private void accumulate(String count) {
    if (totals) {
      text.add(CText.of("if (pending + %s > limit) {", count));
      flush();
      text.add(CText.of("pending = 0;\n}\npending += %s;", count));
    }
    text.add(CText.of("for (int i = 0; i < %s; i++) {", count));
    for (int v = 0; v < tile.vectors(); v++) {
      String vector = CText.of("vload%d(%d, weight)", tile.lanes(), v);
      text.add(
          CText.of(
              "const float%d w%d = %s;",
              tile.lanes(),
              v,
              tile.wide() || !input.isInteger()
                  ? vector
                  : CText.of("convert_float%d(%s)", tile.lanes(), vector)));
    }
    text.add("weight += LANES;");
    text.add("#pragma unroll");
    text.add("for (int r = 0; r < ROWS; r++) {");
    text.add(CText.of("const float%d v = staged[r][i];", tile.lanes()));
    for (int v = 0; v < tile.vectors(); v++) {
      text.add(CText.of("sum%d[r] = fma(v, w%d, sum%d[r]);", v, v, v));
    }
    text.add("}\n}");
  }

  private void flush() {
    text.add("for (int r = 0; r < ROWS; r++) {");
    for (int v = 0; v < tile.vectors(); v++) {
      text.add(CText.of("total%d[r] += convert_int%d(sum%d[r]);", v, tile.lanes(), v));
      text.add(CText.of("sum%d[r] = 0;", v));
    }
    text.add("}");
  }

  /** Sums go to memory, where lanes are indexed. */
  private void spill() {
    text.add(CText.of("%s sums[ROWS][LANES];", input.isInteger() ? "int" : "float"));
    text.add("for (int r = 0; r < ROWS; r++) {");
    for (int v = 0; v < tile.vectors(); v++) {
      String sum = totals ? "total" + v + "[r]" : "sum" + v + "[r]";
      if (input.isInteger() && !totals) {
        sum = CText.of("convert_int%d(%s)", tile.lanes(), sum);
      }
      text.add(CText.of("vstore%d(%s, %d, sums[r]);", tile.lanes(), sum, v));
    }
    text.add("}");
  }
}
