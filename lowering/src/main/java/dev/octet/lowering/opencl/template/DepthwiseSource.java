package dev.octet.lowering.opencl.template;

import dev.octet.lowering.codegen.opencl.CText;

/**
 * Writes a convolution in which each channel is its own group: each item computes some positions of
 * the result for a vector of channels. Products of integers are summed as floats, exactly.
 */
final class DepthwiseSource {
  private final String label;
  private final Geometry geometry;
  private final int rows;
  private final int lanes;
  private final Numbers input;

  DepthwiseSource(String label, Geometry geometry, int rows, int lanes, Numbers input) {
    this.label = label;
    this.geometry = geometry;
    this.rows = rows;
    this.lanes = lanes;
    this.input = input;
  }

  /** The widest vector that divides the channels. */
  static int lanes(Geometry geometry) {
    int lanes = 16;
    while (geometry.groups() % lanes != 0) {
      lanes /= 2;
    }
    return lanes;
  }

  String write(Signature signature, Result result) {
    Text text = new Text();
    text.add("// " + label);
    text.add("#pragma OPENCL FP_CONTRACT OFF");
    text.add("#define ROWS " + rows);
    text.add("#define LANES " + lanes);
    text.add(result.prelude());
    text.add(
        "kernel __attribute__((reqd_work_group_size(1, 1, 1)))\nvoid product(\n    "
            + signature.parameters()
            + ") {");
    text.add(signature.pointers());
    result.begin(text);
    text.add(
        """
        // Positions of the result, a block of its channels.
        const int first = get_global_id(0) * ROWS;
        const int group = get_global_id(1) * LANES;
        const int depth = 1;
        """);
    WindowText.corners(text, geometry);
    String type = lanes == 1 ? "float" : "float" + lanes;
    text.add(CText.of("%s sum[ROWS];", type));
    text.add("for (int r = 0; r < ROWS; r++) {\nsum[r] = 0;\n}");
    text.add("global const float *weight = weights + group;");
    WindowText.taps(text, geometry, () -> accumulate(text, type));
    text.add("float sums[ROWS][LANES];");
    text.add("for (int r = 0; r < ROWS; r++) {");
    text.add(
        lanes == 1 ? "sums[r][0] = sum[r];" : CText.of("vstore%d(sum[r], 0, sums[r]);", lanes));
    text.add("}");
    text.add(
        """
        for (int r = 0; r < ROWS && first + r < positions; r++) {
          for (int lane = 0; lane < LANES; lane++) {
            const int channel = group + lane;
            const int place = (first + r) * all_depth + channel;
        """);
    result.store(text, "sums[r][lane]");
    return text.add("}\n}\n}").toString();
  }

  private void accumulate(Text text, String type) {
    String weight = lanes == 1 ? "weight[0]" : CText.of("vload%d(0, weight)", lanes);
    String loaded = lanes == 1 ? "input[at[r]]" : CText.of("vload%d(0, input + at[r])", lanes);
    String numbers = lanes == 1 ? input.scalar(loaded) : input.vector(loaded, lanes);
    text.add(CText.of("const %s w = %s;", type, weight));
    text.add("weight += all_depth;");
    text.add("#pragma unroll");
    text.add("for (int r = 0; r < ROWS; r++) {");
    text.add(
        CText.of("const %s x = %s%s;", type, numbers, input.isInteger() ? " - (float)zero" : ""));
    text.add("sum[r] = inside[r] ? fma(x, w, sum[r]) : sum[r];");
    text.add("}");
  }
}
