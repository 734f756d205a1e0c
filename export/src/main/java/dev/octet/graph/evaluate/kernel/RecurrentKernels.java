package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Recurrent layers and cells. */
final class RecurrentKernels {
  private RecurrentKernels() {}

  static void register(Kernels kernels) {
    add(kernels, "lstm", RecurrentCell.LSTM);
    add(kernels, "gru", RecurrentCell.GRU);
    add(kernels, "rnn_tanh", RecurrentCell.TANH);
    add(kernels, "rnn_relu", RecurrentCell.RELU);
  }

  private static void add(Kernels kernels, String name, RecurrentCell cell) {
    kernels.add(in -> padded(in, cell), "aten." + name + ".input");
    kernels.add(in -> packed(in, cell), "aten." + name + ".data");
    kernels.add(in -> single(in, cell), "aten." + name + "_cell.default");
  }

  /**
   * Weights of one cell, with those of the hidden state transposed; absent biases are zeros, an
   * absent projection is empty.
   */
  private record Weights(
      RecurrentCell cell,
      Numbers input,
      Numbers hidden,
      Numbers inputBias,
      Numbers hiddenBias,
      Numbers projection) {
    static Weights of(RecurrentCell cell, List<Tensor> tensors, boolean biases) {
      Tensor input = tensors.get(0);
      Tensor hidden = tensors.get(1);
      int gates = (int) input.shape().size(0);
      Numbers none = Numbers.zeros(input.dtype(), gates);
      int used = biases ? 4 : 2;
      return new Weights(
          cell,
          transposed(input),
          transposed(hidden),
          biases ? Numbers.of(tensors.get(2)) : none,
          biases ? Numbers.of(tensors.get(3)) : none,
          tensors.size() > used ? transposed(tensors.get(used)) : none.zeros(0));
    }

    private static Numbers transposed(Tensor matrix) {
      int rows = (int) matrix.shape().size(0);
      int columns = (int) matrix.shape().size(1);
      return Numbers.of(matrix).gather(new int[] {columns, rows}, new int[] {1, columns});
    }

    int gateWidth() {
      return inputBias.size();
    }

    int cellWidth() {
      return gateWidth() / cell.gates();
    }
  }

  /** {@code x · weight + bias} for rows of {@code x}. */
  private static Numbers affine(
      Numbers x, int from, int rows, int features, Numbers weight, Numbers bias) {
    Numbers sum = x.zeros(rows * bias.size());
    for (int r = 0; r < rows; r++) {
      sum.copy(r * bias.size(), bias, 0, 1, bias.size());
    }
    MatrixProduct.add(
        sum,
        0,
        rows,
        bias.size(),
        x,
        from,
        weight,
        MatrixProduct.consecutive(0, features, bias.size()));
    return sum;
  }

  /** One step of the first {@code rows} sequences: updates their hidden and cell state. */
  private static void step(
      Weights weights,
      Numbers fromInput,
      int x,
      int rows,
      Numbers hidden,
      int hiddenWidth,
      Numbers cells) {
    int width = weights.cellWidth();
    int gates = weights.gateWidth();
    Numbers fromHidden = affine(hidden, 0, rows, hiddenWidth, weights.hidden, weights.hiddenBias);
    boolean projected = weights.projection.size() > 0;
    Numbers out = projected ? hidden.zeros(rows * width) : hidden;
    for (int row = 0; row < rows; row++) {
      weights.cell.step(
          fromInput,
          x + row * gates,
          fromHidden,
          row * gates,
          width,
          cells,
          row * width,
          out,
          row * width);
    }
    if (projected) {
      hidden.copy(
          0,
          affine(out, 0, rows, width, weights.projection, hidden.zeros(hiddenWidth)),
          0,
          1,
          rows * hiddenWidth);
    }
  }

  private static Object padded(KernelArguments in, RecurrentCell cell) {
    Tensor input = in.tensor("input");
    boolean batchFirst = in.bool("batch_first");
    int time = (int) input.shape().size(batchFirst ? 1 : 0);
    int batch = (int) input.shape().size(batchFirst ? 0 : 1);
    int[] batches = new int[time];
    Arrays.fill(batches, batch);
    Numbers x = Numbers.of(input);
    if (!batchFirst) {
      return layers(in, cell, x, batches);
    }
    List<Object> results = new ArrayList<>(layers(in, cell, exchanged(x, batch, time), batches));
    Tensor first = (Tensor) results.get(0);
    exchanged(Numbers.of(first), time, batch).storeIn(first);
    return results;
  }

  /** An array of rows of (a × b) rows as (b × a) rows. */
  private static Numbers exchanged(Numbers x, int a, int b) {
    int features = a * b == 0 ? 0 : x.size() / (a * b);
    return x.gather(new int[] {b, a, features}, new int[] {features, b * features, 1});
  }

  private static Object packed(KernelArguments in, RecurrentCell cell) {
    int[] batches =
        Arrays.stream(in.tensor("batch_sizes").toLongArray()).mapToInt(Math::toIntExact).toArray();
    return layers(in, cell, Numbers.of(in.tensor("data")), batches);
  }

  /**
   * All layers and directions. Sequences may have different lengths, longest first: at a time only
   * the first of them have a row. Where a sequence has ended its state stays as it is; backwards,
   * it keeps the initial state until its last row comes.
   *
   * @param sequence rows sorted by time
   * @param batches rows at each time
   */
  private static List<Object> layers(
      KernelArguments in, RecurrentCell cell, Numbers sequence, int[] batches) {
    long count = in.integer("num_layers");
    if (in.bool("train") && count > 1 && in.real("dropout") != 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: dropout in training, expected none: a random result cannot be evaluated",
              in.op().name()));
    }
    int directions = in.bool("bidirectional") ? 2 : 1;
    List<Tensor> initial = in.tensors("hx");
    List<Tensor> parameters = in.tensors("params");
    int each = parameters.size() / (int) (count * directions);
    int batch = (int) initial.get(0).shape().size(1);
    int hiddenWidth = (int) initial.get(0).shape().size(2);
    int rows = Arrays.stream(batches).sum();
    List<Numbers> states = initial.stream().map(Numbers::of).toList();
    Numbers current = sequence;
    for (int layer = 0; layer < count; layer++) {
      Numbers output = current.zeros(rows * directions * hiddenWidth);
      int features = rows == 0 ? 0 : current.size() / rows;
      for (int direction = 0; direction < directions; direction++) {
        int index = layer * directions + direction;
        Weights weights =
            Weights.of(
                cell, parameters.subList(index * each, (index + 1) * each), in.bool("has_biases"));
        Numbers hidden = slice(states.get(0), index, batch * hiddenWidth);
        Numbers cells = slice(states.getLast(), index, batch * weights.cellWidth());
        Numbers fromInput = affine(current, 0, rows, features, weights.input, weights.inputBias);
        int row = direction == 0 ? 0 : rows;
        for (int i = 0; i < batches.length; i++) {
          int now = batches[direction == 0 ? i : batches.length - 1 - i];
          row -= direction == 0 ? 0 : now;
          step(weights, fromInput, row * weights.gateWidth(), now, hidden, hiddenWidth, cells);
          for (int r = 0; r < now; r++) {
            output.copy(
                ((row + r) * directions + direction) * hiddenWidth,
                hidden,
                r * hiddenWidth,
                1,
                hiddenWidth);
          }
          row += direction == 0 ? now : 0;
        }
        states.get(0).copy(index * hidden.size(), hidden, 0, 1, hidden.size());
        if (states.size() > 1) {
          states.get(1).copy(index * cells.size(), cells, 0, 1, cells.size());
        }
      }
      current = output;
    }
    List<Object> results = new ArrayList<>();
    results.add(current.storeIn(in.allocateResult(0)));
    for (int s = 0; s < states.size(); s++) {
      results.add(states.get(s).storeIn(in.allocateResult(s + 1)));
    }
    return results;
  }

  /** A copy of the state of one cell. */
  private static Numbers slice(Numbers states, int index, int size) {
    Numbers slice = states.zeros(size);
    slice.copy(0, states, index * size, 1, size);
    return slice;
  }

  private static Object single(KernelArguments in, RecurrentCell cell) {
    List<Tensor> states = in.tensors("hx");
    List<Tensor> tensors = new ArrayList<>(List.of(in.tensor("w_ih"), in.tensor("w_hh")));
    boolean biases = !in.isNone("b_ih") && !in.isNone("b_hh");
    if (biases) {
      tensors.add(in.tensor("b_ih"));
      tensors.add(in.tensor("b_hh"));
    }
    Weights weights = Weights.of(cell, tensors, biases);
    Shape shape = states.get(0).shape();
    int width = (int) shape.size(-1);
    int rows = width == 0 ? 0 : (int) (shape.elements() / width);
    Tensor input = in.tensor("input");
    Numbers fromInput =
        affine(
            Numbers.of(input),
            0,
            rows,
            (int) input.shape().size(-1),
            weights.input,
            weights.inputBias);
    Numbers hidden = Numbers.of(states.get(0));
    Numbers cells = Numbers.of(states.getLast());
    step(weights, fromInput, 0, rows, hidden, width, cells);
    List<Object> results = new ArrayList<>();
    results.add(hidden.storeIn(in.allocateResult(0)));
    if (states.size() > 1) {
      results.add(cells.storeIn(in.allocateResult(1)));
    }
    return results;
  }
}
