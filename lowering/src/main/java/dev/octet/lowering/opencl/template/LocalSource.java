package dev.octet.lowering.opencl.template;

import dev.octet.lowering.codegen.opencl.CText;

/**
 * Writes a product of which each work-group brings tiles of both operands to local memory, and each
 * item sums a square of results: four integers to a word, or one floating-point number.
 *
 * <p>Words of a position are counted through all taps; those of the last channels are filled up
 * with weights of 0.
 */
final class LocalSource {
  private final String label;
  private final Geometry geometry;
  private final LocalTile tile;
  private final Numbers input;
  private final boolean integers;

  LocalSource(String label, Geometry geometry, LocalTile tile, Numbers input, boolean integers) {
    this.label = label;
    this.geometry = geometry;
    this.tile = tile;
    this.input = input;
    this.integers = integers;
  }

  /** Input channels of one word. */
  static int perWord(boolean integers) {
    return integers ? 4 : 1;
  }

  String write(Signature signature, Result result) {
    Text text = new Text();
    String word = integers ? "uint" : "float";
    String sum = integers ? "int" : "float";
    text.add("// " + label);
    text.add(
        """
        // Channels lie side by side. Weights: (group, block of channels, word of all taps, channel
        // of the block).
        """);
    text.add("#pragma OPENCL FP_CONTRACT OFF");
    text.add("#define ITEMS " + tile.items());
    text.add("#define EACH " + tile.each());
    text.add("#define SPAN " + tile.span());
    text.add("#define DEPTH " + tile.depth());
    text.add("// Rows of the tile of activations that one item brings.");
    text.add("#define ROWS " + rows());
    if (integers) {
      text.add(DotProduct.header(input == Numbers.S8));
    }
    text.add(result.prelude());
    text.add(
        "kernel __attribute__((reqd_work_group_size(ITEMS, ITEMS, 1)))\nvoid product(\n    "
            + signature.parameters()
            + ") {");
    text.add(signature.pointers());
    result.begin(text);
    text.add(CText.of("local %s activations[DEPTH][SPAN];", word));
    text.add(CText.of("local %s channel_weights[DEPTH][SPAN];", word));
    text.add(
        """
        const int across = get_local_id(0);
        const int down = get_local_id(1);
        const int item = down * ITEMS + across;
        const int block = get_group_id(0);
        const int begin = get_group_id(1) * SPAN;
        const int group = get_global_id(2);
        // Which words this item brings.
        const int own_word = item % DEPTH;
        const int first = begin + item / DEPTH;
        """);
    corners(text);
    text.add(
        CText.of(
            """
            %1$s sum[EACH][EACH];
            for (int i = 0; i < EACH; i++) {
              for (int j = 0; j < EACH; j++) {
                sum[i][j] = 0;
              }
            }
            const int words = (depth + %2$d) / %3$d;
            const int all_words = taps * words;
            global const %4$s *weight = weights;
            weight += ((long)group * get_num_groups(0) + block) * padded_words * SPAN;
            for (int start = 0; start < all_words; start += DEPTH) {
              for (int i = item; i < DEPTH * SPAN; i += ITEMS * ITEMS) {
                channel_weights[i / SPAN][i %% SPAN] = weight[i];
              }
              weight += DEPTH * SPAN;
              const int place_of_word = start + own_word;
              const int tap = place_of_word / words;
              const int c = (place_of_word - tap * words) * %3$d;
            """,
            sum, perWord(integers) - 1, perWord(integers), word));
    bring(text);
    text.add(
        """
          barrier(CLK_LOCAL_MEM_FENCE);
          #pragma unroll
          for (int d = 0; d < DEPTH; d++) {
            for (int i = 0; i < EACH; i++) {
              for (int j = 0; j < EACH; j++) {
        """);
    String a = "activations[d][down * EACH + i]";
    String b = "channel_weights[d][across + j * ITEMS]";
    text.add(
        integers
            ? CText.of("sum[i][j] = DOT(%s, %s, sum[i][j]);", a, b)
            : CText.of("sum[i][j] = fma(%s, %s, sum[i][j]);", a, b));
    text.add(
        """
              }
            }
          }
          barrier(CLK_LOCAL_MEM_FENCE);
        }
        for (int i = 0; i < EACH; i++) {
          for (int j = 0; j < EACH; j++) {
            const int position = begin + down * EACH + i;
            const int own_channel = block * SPAN + across + j * ITEMS;
            if (position < positions && own_channel < channels) {
              const int channel = group * channels + own_channel;
              const int place = position * all_channels + channel;
        """);
    result.store(text, integers ? "(float)(sum[i][j] - zero * weight_sums[channel])" : "sum[i][j]");
    return text.add("}\n}\n}\n}").toString();
  }

  /** Rows that each item brings: items in steps of the depth cover the span. */
  private int rows() {
    return Math.max(1, Math.ceilDiv(tile.span() * tile.depth(), tile.items() * tile.items()));
  }

  private void corners(Text text) {
    text.add("// Positions are " + step() + " apart.");
    if (geometry.isPointwise()) {
      text.add("int at[ROWS];");
      text.add("for (int r = 0; r < ROWS; r++) {");
      text.add(
          CText.of(
              "at[r] = min(first + r * %d, positions - 1) * all_depth + group * depth;", step()));
      text.add("}");
    } else {
      WindowText.corners(text, geometry, "first + r * " + step());
    }
  }

  private int step() {
    return Math.max(1, tile.items() * tile.items() / tile.depth());
  }

  private void bring(Text text) {
    if (!geometry.isPointwise()) {
      WindowText.tapsOf(text, geometry, "tap");
    }
    text.add("for (int r = 0; r < ROWS; r++) {");
    if (!geometry.isPointwise()) {
      WindowText.position(text, geometry, "[r]");
    }
    text.add(CText.of("const int row = item / DEPTH + r * %d;", step()));
    text.add("if (row < SPAN) {");
    String inside = geometry.isPointwise() ? "tap < taps" : "tap < taps && inside[r]";
    if (!integers) {
      text.add(
          CText.of(
              "activations[own_word][row] = %s ? %s : 0;",
              inside, input.scalar("input[at[r] + c]")));
    } else {
      text.add("uchar4 bytes = (uchar4)(zero);");
      text.add(CText.of("if (%s) {", inside));
      if (geometry.depth() % 4 == 0) {
        text.add("bytes = as_uchar4(vload4(0, input + at[r] + c));");
      } else {
        for (String lane : new String[] {"x", "y", "z", "w"}) {
          int offset = "xyzw".indexOf(lane);
          String present = CText.of("c + %d < depth", offset);
          text.add(
              CText.of("bytes.%s = %s ? (uchar)input[at[r] + c + %d] : 0;", lane, present, offset));
        }
      }
      text.add("}");
      text.add("activations[own_word][row] = as_uint(bytes);");
    }
    text.add("}\n}");
  }
}
