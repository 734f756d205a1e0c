package dev.octet.lowering.opencl.template;

import dev.octet.lowering.codegen.opencl.CText;

/**
 * Writes a max-pool: each item finds the largest of some windows for a vector of channels, in the
 * type of the image. NaN is larger than all else, as in PyTorch.
 */
final class MaxPoolSource {
  /** Windows of one item. */
  static final int ROWS = 8;

  private final String label;
  private final Geometry geometry;
  private final int lanes;
  private final Numbers numbers;

  MaxPoolSource(String label, Geometry geometry, int lanes, Numbers numbers) {
    this.label = label;
    this.geometry = geometry;
    this.lanes = lanes;
    this.numbers = numbers;
  }

  String write(Signature signature) {
    Text text = new Text();
    text.add("// " + label);
    text.add("#define ROWS " + ROWS);
    text.add("#define LANES " + lanes);
    text.add(
        "kernel __attribute__((reqd_work_group_size(1, 1, 1)))\nvoid pool(\n    "
            + signature.parameters()
            + ") {");
    text.add(signature.pointers());
    text.add(
        """
        // Positions of the result, a block of its channels.
        const int first = get_global_id(0) * ROWS;
        const int group = get_global_id(1) * LANES;
        const int depth = 1;
        """);
    WindowText.corners(text, geometry);
    text.add(CText.of("%s largest[ROWS];", type()));
    text.add("for (int r = 0; r < ROWS; r++) {");
    text.add(CText.of("largest[r] = %s;", least()));
    text.add("}");
    WindowText.taps(text, geometry, () -> compare(text));
    text.add("for (int r = 0; r < ROWS && first + r < positions; r++) {");
    text.add("const int place = (first + r) * all_depth + group;");
    text.add(store());
    return text.add("}\n}").toString();
  }

  private String type() {
    String element = numbers.isInteger() ? numbers.type() : "float";
    return lanes == 1 ? element : element + lanes;
  }

  private String least() {
    return switch (numbers) {
      case U8 -> "0";
      case S8 -> "-128";
      case FLOAT, BFLOAT16 -> "-INFINITY";
    };
  }

  private void compare(Text text) {
    String loaded = lanes == 1 ? "input[at[r]]" : CText.of("vload%d(0, input + at[r])", lanes);
    text.add("for (int r = 0; r < ROWS; r++) {");
    if (numbers.isInteger()) {
      text.add(CText.of("largest[r] = inside[r] ? max(largest[r], %s) : largest[r];", loaded));
    } else {
      String value = lanes == 1 ? numbers.scalar(loaded) : numbers.vector(loaded, lanes);
      text.add(CText.of("const %s x = inside[r] ? %s : largest[r];", type(), value));
      text.add("largest[r] = x > largest[r] || x != x ? x : largest[r];");
    }
    text.add("}");
  }

  private String store() {
    String value = "largest[r]";
    if (numbers == Numbers.BFLOAT16) {
      value =
          lanes == 1
              ? CText.of("(ushort)(as_uint(%s) >> 16)", value)
              : CText.of("convert_ushort%1$d(as_uint%1$d(%2$s) >> 16)", lanes, value);
    }
    return lanes == 1
        ? CText.of("output[place] = %s;", value)
        : CText.of("vstore%d(%s, 0, output + place);", lanes, value);
  }
}
