package dev.octet.lowering.opencl.template;

import dev.octet.lowering.codegen.opencl.CText;

/**
 * Writes a product whose sums stay in registers: each item computes some positions of the result
 * for one block of output channels. Inputs are brought to floats sixteen at a time; products of
 * integers are exact as long as their sum stays below 2^24, where it is put into an integer. What
 * the zero point of the input adds to a sum is taken off in the end.
 */
final class RegisterSource {
  /** Input channels that are brought to floats at a time. */
  private static final int STAGE = 16;

  private final String label;
  private final Geometry geometry;
  private final RegisterTile tile;
  private final Numbers input;
  private final boolean totals;
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
    text.add("float staged[ROWS][" + STAGE + "];");
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
    text.add(CText.of("for (int c = 0; c < depth; c += %d) {", STAGE));
    text.add(CText.of("const int count = min(%d, depth - c);", STAGE));
    String present = geometry.isPointwise() ? "" : "inside[r]";
    stage("count == " + STAGE, present, present, "at[r] + c");
    accumulate();
    text.add("}");
  }

  /** All channels of all positions along the last axis: they lie side by side. */
  private void line() {
    text.add(CText.of("for (int c = 0; c < taps_x * depth; c += %d) {", STAGE));
    text.add(CText.of("const int count = min(%d, taps_x * depth - c);", STAGE));
    stage(
        "count == " + STAGE,
        CText.of(
            "inside[r] && x[r] * depth + c >= 0 && x[r] * depth + c + %d <= in_x * depth", STAGE),
        "inside[r] && x[r] * depth + c + i >= 0 && x[r] * depth + c + i < in_x * depth",
        "at[r] + x[r] * depth + c");
    accumulate();
    text.add("}");
  }

  /**
   * Brings elements of each row to floats.
   *
   * @param whole whether all of a vector are wanted
   * @param together whether they can be loaded as one; empty if always
   * @param each whether element {@code i} is there; empty if always
   * @param from the index of the first
   */
  private void stage(String whole, String together, String each, String from) {
    // Numbers beyond the image are 0, of which the zero point is the integer.
    String nothing = input.isInteger() ? "(float)zero" : "0";
    String vector = input.vector("vload16(0, input + " + from + ")", STAGE);
    String element = input.scalar("input[" + from + " + i]");
    boolean uniform = together.equals(each);
    text.add("for (int r = 0; r < ROWS; r++) {");
    if (uniform && !each.isEmpty()) {
      text.add(CText.of("if (!%s) {\nvstore16((float16)(%s), 0, staged[r]);", each, nothing));
      text.add(CText.of("} else if (%s) {", whole));
    } else {
      text.add(CText.of("if (%s%s) {", whole, uniform ? "" : " && " + together));
    }
    text.add(CText.of("vstore16(%s, 0, staged[r]);", vector));
    text.add("} else {\nfor (int i = 0; i < count; i++) {");
    text.add(
        CText.of(
            "staged[r][i] = %s;", uniform ? element : each + " ? " + element + " : " + nothing));
    text.add("}\n}\n}");
  }

  /** Adds the products of what is staged. */
  private void accumulate() {
    if (totals) {
      text.add("if (pending + count > limit) {");
      flush();
      text.add("pending = 0;\n}\npending += count;");
    }
    text.add("for (int i = 0; i < count; i++) {");
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
