package dev.octet.lowering.opencl.lookup;

import dev.octet.lowering.codegen.opencl.CText;
import dev.octet.lowering.lookup.Lookup;
import dev.octet.lowering.opencl.template.Signature;
import dev.octet.lowering.opencl.template.Text;

/** Writes the kernels of a lookup. Indices that are out of range are taken as those at the ends. */
final class LookupSource {
  /** Copies elements: one item each, along the block, the positions, and what stands in front. */
  static final String COPY = "look_up";

  /** Tells which indices are wrong; one item. */
  static final String TELL = "tell_mistakes";

  private final Lookup lookup;
  private final Positions positions;

  LookupSource(Lookup lookup, Positions positions) {
    this.lookup = lookup;
    this.positions = positions;
  }

  /**
   * The first kernel.
   *
   * @param signature {@code source}, {@code index0}, {@code index1}, ..., {@code output}, {@code
   *     mistakes}, {@code inner}, {@code all_positions}, {@code picked}, the sizes of the picked
   *     dimensions and of the positions and the steps of both
   */
  String copy(Signature signature) {
    Text text = begin("copies the blocks that indices pick", COPY, signature);
    text.add("const int element = get_global_id(0);");
    text.add("const int position = get_global_id(1);");
    text.add("const int outer = get_global_id(2);");
    text.add("if (element >= inner || position >= all_positions)\n    return;");
    text.add("long from = outer * picked + element;");
    for (int i = 0; i < lookup.indices().size(); i++) {
      text.add(CText.of("long pick%1$d = index%1$d[%2$s];", i, positions.place(i)));
      text.add(
          CText.of(
              """
              if (pick%1$d < %2$s || pick%1$d >= size_%1$d) {
                if (element == 0 && outer == 0)
                  atomic_min(&mistakes[%1$d], position);
                pick%1$d = clamp(pick%1$d, 0L, size_%1$d - 1);
              }\
              """,
              i, lookup.negative() ? "-size_" + i : "0"));
      String pick =
          lookup.negative() ? "(pick%1$d < 0 ? pick%1$d + size_%1$d : pick%1$d)" : "pick%1$d";
      text.add(CText.of("from += " + pick + " * step_%1$d;", i));
    }
    text.add("output[((long)outer * all_positions + position) * inner + element] = source[from];");
    return text.add("}").toString();
  }

  /**
   * The second kernel, behind the first.
   *
   * @param signature {@code index0}, {@code index1}, ..., {@code mistakes}, the sizes of the
   *     positions and the steps of the indices
   */
  String tell(Signature signature) {
    Text text = begin("keeps the indices that were out of range", TELL, signature);
    for (int i = 0; i < lookup.indices().size(); i++) {
      text.add(
          CText.of(
              """
              if (mistakes[%1$d] != INT_MAX) {
                const int position = mistakes[%1$d];
                const long pick = index%1$d[%2$s];
                mistakes[%3$d] = (int)pick;
                mistakes[%4$d] = (int)(pick >> 32);
              }\
              """,
              i, positions.place(i), Mistakes.low(lookup, i), Mistakes.low(lookup, i) + 1));
    }
    return text.add("}").toString();
  }

  private Text begin(String what, String function, Signature signature) {
    Text text = new Text();
    text.add(CText.of("// %s: %s", lookup.node().op().name().base(), what));
    text.add(CText.of("kernel void %s(", function));
    text.add("    " + signature.parameters() + ") {");
    return text.add(signature.pointers());
  }
}
