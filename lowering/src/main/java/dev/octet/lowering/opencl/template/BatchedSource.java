package dev.octet.lowering.opencl.template;

import dev.octet.lowering.codegen.opencl.CText;

/**
 * Writes a product of two computed values: each item computes some rows of one matrix for a vector
 * of its columns. Steps between elements are parameters, so that operands are read as they lie.
 * Integers are multiplied as floats, less their zero points; before such a sum could be inexact it
 * goes into one of integers.
 */
final class BatchedSource {
  /** Elements of the inner dimension that are brought to floats at a time. */
  private static final int STAGE = 16;

  static final int ROWS = 8;
  static final int LANES = 16;

  private final String label;

  /** The largest amount of a byte less its zero point. */
  private static final long LARGEST = 255;

  /** So many stages have an exact sum in floats. */
  private static final long EXACT_STAGES = Numbers.EXACT / (LARGEST * LARGEST) / STAGE;

  /** The longest sums that integers of 32 bits hold. */
  static final long DEEPEST = Integer.MAX_VALUE / (LARGEST * LARGEST);

  private final Numbers left;
  private final Numbers right;
  private final boolean integers;

  BatchedSource(String label, Numbers left, Numbers right) {
    this.label = label;
    this.left = left;
    this.right = right;
    this.integers = left.isInteger();
  }

  String write(Signature signature, Result result) {
    Text text = new Text();
    text.add("// " + label);
    text.add("#pragma OPENCL FP_CONTRACT OFF");
    text.add("#define ROWS " + ROWS);
    text.add("#define LANES " + LANES);
    text.add(result.prelude());
    text.add(
        "kernel __attribute__((reqd_work_group_size(1, 1, 1)))\nvoid product(\n    "
            + signature.parameters()
            + ") {");
    text.add(signature.pointers());
    result.begin(text);
    text.add(
        """
        // Rows of the result, a block of its columns, a matrix.
        const int first = get_global_id(0) * ROWS;
        const int column = get_global_id(1) * LANES;
        const int outer = get_global_id(2) / batch_inner;
        const int inner = get_global_id(2) % batch_inner;
        left += outer * left_outer + inner * left_inner;
        right += outer * right_outer + inner * right_inner;
        const long start = outer * out_outer + inner * out_inner;
        const int lanes = min(LANES, columns - column);
        long at[ROWS];
        float16 sum[ROWS];
        for (int r = 0; r < ROWS; r++) {
          at[r] = min(first + r, rows - 1) * left_row;
          sum[r] = 0;
        }
        """);
    text.add(integers ? "int16 total[ROWS] = {0};" : "");
    text.add(
        """
        float staged[ROWS][STAGE];
        float gathered[LANES];
        for (int c = 0; c < depth; c += STAGE) {
          const int count = min(STAGE, depth - c);
          for (int r = 0; r < ROWS; r++) {
            for (int i = 0; i < count; i++) {
        """
            .replace("STAGE", Integer.toString(STAGE)));
    text.add(
        CText.of(
            "staged[r][i] = %s%s;",
            left.scalar("left[at[r] + (c + i) * left_column]"), integers ? " - left_zero" : ""));
    text.add("}\n}\nfor (int i = 0; i < count; i++) {");
    text.add("float16 w;");
    text.add("if (right_column == 1 && lanes == LANES) {");
    text.add(
        CText.of("w = %s;", right.vector("vload16(0, right + (c + i) * right_row + column)", 16)));
    text.add("} else {\nfor (int lane = 0; lane < LANES; lane++) {");
    text.add(
        CText.of(
            "gathered[lane] = lane < lanes ? %s : 0;",
            right.scalar("right[(c + i) * right_row + (column + lane) * right_column]")));
    text.add(
        """
            }
            w = vload16(0, gathered);
          }
        """);
    text.add(integers ? "w -= right_zero;" : "");
    text.add(
        """
          #pragma unroll
          for (int r = 0; r < ROWS; r++) {
            const float16 x = staged[r][i];
            sum[r] = fma(x, w, sum[r]);
          }
        }
        """);
    text.add(integers ? intoIntegers() : "");
    text.add(
        """
        }
        float sums[ROWS][LANES];
        for (int r = 0; r < ROWS; r++) {
        """);
    text.add(
        integers
            ? "vstore16(convert_float16(total[r]) * unit, 0, sums[r]);"
            : "vstore16(sum[r], 0, sums[r]);");
    text.add(
        """
        }
        for (int r = 0; r < ROWS && first + r < rows; r++) {
          for (int lane = 0; lane < lanes; lane++) {
            const long place = start + (first + r) * out_row + (column + lane) * out_column;
        """);
    result.store(text, "sums[r][lane]");
    return text.add("}\n}\n}").toString();
  }

  private static String intoIntegers() {
    return """
    if (c + STAGE >= depth || c / STAGE % EXACT == EXACT - 1) {
      for (int r = 0; r < ROWS; r++) {
        total[r] += convert_int16(sum[r]);
        sum[r] = 0;
      }
    }
    """
        .replace("STAGE", Integer.toString(STAGE))
        .replace("EXACT", Long.toString(EXACT_STAGES));
  }
}
