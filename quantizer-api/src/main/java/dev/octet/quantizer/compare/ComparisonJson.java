package dev.octet.quantizer.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.tensor.InternalException;

/** A comparison as JSON. */
final class ComparisonJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ComparisonJson() {}

  static String of(ComparisonResult result) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("samples", result.samples());
    ArrayNode outputs = root.putArray("outputs");
    result.outputs().forEach(error -> write(error, outputs.addObject()));
    ArrayNode nodes = root.putArray("nodes");
    result.nodes().forEach(node -> write(node, nodes.addObject()));
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new InternalException("a comparison cannot be written as JSON", e);
    }
  }

  private static void write(NodeComparison node, ObjectNode into) {
    into.put("name", node.node());
    into.put("quantized_name", node.quantizedNode());
    into.put("op", node.operator());
    into.put("module", node.modulePath());
    write(node.accumulated(), into.putObject("accumulated"));
    node.isolated().ifPresent(error -> write(error, into.putObject("isolated")));
  }

  private static void write(TensorError error, ObjectNode into) {
    put(into, "sqnr_db", error.sqnr());
    put(into, "max_error", error.maxError());
    put(into, "rms_error", error.rmsError());
    put(into, "cosine", error.cosine());
    into.put("elements", error.elements());
  }

  /** JSON has no infinities. */
  private static void put(ObjectNode into, String name, double value) {
    if (Double.isFinite(value)) {
      into.put(name, value);
    } else {
      into.put(name, Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
    }
  }
}
