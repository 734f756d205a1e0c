package dev.octet.lowering.opencl.template;

import dev.octet.lowering.codegen.opencl.CText;

/**
 * Writes a product of two computed values: each item computes some rows of one matrix for a vector
 * of its columns. Steps between elements are parameters, so that operands are read as they lie.
 */
final class BatchedSource {
  /** Elements of the inner dimension that are brought to floats at a time. */
  private static final int STAGE = 16;

  static final int ROWS = 8;
  static final int LANES = 16;

  private final String label;
  private final Numbers left;
  private final Numbers right;

  BatchedSource(String label, Numbers left, Numbers right) {
    this.label = label;
    this.left = left;
    this.right = right;
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
        float staged[ROWS][STAGE];
        float gathered[LANES];
        for (int c = 0; c < depth; c += STAGE) {
          const int count = min(STAGE, depth - c);
          for (int r = 0; r < ROWS; r++) {
            for (int i = 0; i < count; i++) {
        """
            .replace("STAGE", Integer.toString(STAGE)));
    text.add(CText.of("staged[r][i] = %s;", left.scalar("left[at[r] + (c + i) * left_column]")));
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
          #pragma unroll
          for (int r = 0; r < ROWS; r++) {
            const float16 x = staged[r][i];
            sum[r] = fma(x, w, sum[r]);
          }
        }
        }
        float sums[ROWS][LANES];
        for (int r = 0; r < ROWS; r++) {
          vstore16(sum[r], 0, sums[r]);
        }
        for (int r = 0; r < ROWS && first + r < rows; r++) {
          for (int lane = 0; lane < lanes; lane++) {
            const long place = start + (first + r) * out_row + (column + lane) * out_column;
        """);
    result.store(text, "sums[r][lane]");
    return text.add("}\n}\n}").toString();
  }
}
