package dev.octet.op.infer;

import com.google.common.collect.ImmutableList;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;

/**
 * Recurrent layers and cells. Input: (time, batch, features), (batch, time, features) if batch
 * comes first, or the packed form, rows of all sequences sorted by time. State: (layers ·
 * directions, batch, width).
 */
final class RecurrentTypes {
  private RecurrentTypes() {}

  static void register(TypeRules rules) {
    rules.add(
        in -> results(in, "input", 3, in.tensors("hx")),
        "aten.lstm.input",
        "aten.gru.input",
        "aten.rnn_tanh.input",
        "aten.rnn_relu.input");
    rules.add(
        in -> results(in, "data", 2, in.tensors("hx")),
        "aten.lstm.data",
        "aten.gru.data",
        "aten.rnn_tanh.data",
        "aten.rnn_relu.data");
    rules.add(
        RecurrentTypes::cell,
        "aten.lstm_cell.default",
        "aten.gru_cell.default",
        "aten.rnn_tanh_cell.default",
        "aten.rnn_relu_cell.default");
  }

  private static List<ValueType> results(
      TypeArguments in, String inputName, int rank, List<TensorType> state) {
    TensorType input = in.tensor(inputName);
    int directions = in.bool("bidirectional") ? 2 : 1;
    long cells = in.integer("num_layers") * directions;
    if (input.rank() != rank || state.get(0).rank() != 3) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the input is %s and the state %s, expected %d and 3 dimensions",
              in.op().name(),
              input,
              state.get(0),
              rank));
    }
    Sizes.requireEqual(
        in, "the state " + state.get(0), List.of(state.get(0).size(0)), List.of(SymInt.of(cells)));
    requireParameters(in, cells);
    SymInt width = state.get(0).size(2).multiply(directions);
    ImmutableList.Builder<ValueType> results = ImmutableList.builder();
    results.add(input.withSizes(Sizes.with(input.sizes(), rank - 1, width)));
    state.forEach(s -> results.add(s.withSizes(s.sizes())));
    return results.build();
  }

  /** Two weights for each cell, two biases if there are any, and perhaps a projection. */
  private static void requireParameters(TypeArguments in, long cells) {
    int count = in.tensors("params").size();
    int least = in.bool("has_biases") ? 4 : 2;
    if (count != cells * least && count != cells * (least + 1)) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %d parameters for %d cells, expected %d for each",
              in.op().name(),
              count,
              cells,
              least));
    }
  }

  private static List<ValueType> cell(TypeArguments in) {
    ImmutableList<TensorType> state = in.tensors("hx");
    Sizes.requireEqual(
        in,
        "the width of 'w_ih'",
        List.of(in.tensor("w_ih").size(1)),
        List.of(in.tensor("input").size(-1)));
    Sizes.requireEqual(
        in,
        "the width of 'w_hh'",
        List.of(in.tensor("w_hh").size(1)),
        List.of(state.get(0).size(-1)));
    return state.stream().map(s -> (ValueType) s.withSizes(s.sizes())).toList();
  }
}
