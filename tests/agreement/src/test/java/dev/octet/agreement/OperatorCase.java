package dev.octet.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.op.OpName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One recorded call of an operator; see {@code README.md} beside the files for the format.
 *
 * @param positional the positional arguments, each still in its recorded form; {@link CaseValues}
 *     reads them
 * @param named the keyword arguments, an object
 * @param results the results, the elements of a list result one by one
 * @param tolerance absent if the results are exact
 */
record OperatorCase(
    String family,
    OpName op,
    String title,
    List<JsonNode> positional,
    JsonNode named,
    List<Expected> results,
    OptionalDouble tolerance) {

  /** A recorded result: a tensor, or a number ({@code Long}, {@code Double}, {@code Boolean}). */
  sealed interface Expected {
    record OfTensor(CaseValues.RecordedTensor tensor) implements Expected {}

    record OfNumber(Object number) implements Expected {}
  }

  static OperatorCase read(String family, JsonNode line) {
    List<JsonNode> positional = new ArrayList<>();
    line.get("args").forEach(positional::add);
    List<Expected> results = new ArrayList<>();
    for (JsonNode result : line.get("out")) {
      if (result.has("tensors")) {
        result
            .get("tensors")
            .forEach(tensor -> results.add(new Expected.OfTensor(CaseValues.tensor(tensor))));
      } else if (result.has("tensor")) {
        results.add(new Expected.OfTensor(CaseValues.tensor(result.get("tensor"))));
      } else {
        results.add(new Expected.OfNumber(CaseValues.number(result)));
      }
    }
    OptionalDouble tolerance =
        Optional.ofNullable(line.get("tolerance"))
            .map(t -> OptionalDouble.of(t.asDouble()))
            .orElse(OptionalDouble.empty());
    return new OperatorCase(
        family,
        OpName.parse(line.get("op").asText()),
        line.get("case").asText(),
        positional,
        line.get("kwargs"),
        results,
        tolerance);
  }
}
