package dev.octet.quantizer.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.tensor.InternalException;
import java.util.List;

/** A report as JSON, with the names of PyTorch. */
final class ReportJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ReportJson() {}

  static String of(QuantizationReport report) {
    ObjectNode root = MAPPER.createObjectNode();
    ObjectNode totals = root.putObject("totals");
    totals.put("nodes", report.nodes().size());
    totals.put(
        "quantized_nodes",
        report.nodes().stream().filter(node -> node.decision().reason().isQuantized()).count());
    totals.put("multiply_adds", report.multiplyAdds());
    totals.put("int8_share", report.int8Share());
    totals.put("bytes_before", report.bytesBefore());
    totals.put("bytes_after", report.bytesAfter());
    ObjectNode reasons = totals.putObject("reasons");
    report.reasons().forEach((reason, count) -> reasons.put(reason.name(), count));
    ArrayNode warnings = root.putArray("warnings");
    report.warnings().forEach(warnings::add);
    ArrayNode nodes = root.putArray("nodes");
    report.nodes().forEach(node -> write(node, nodes.addObject()));
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new InternalException("a report cannot be written as JSON", e);
    }
  }

  private static void write(NodeReport node, ObjectNode into) {
    into.put("name", node.name());
    into.put("op", node.op());
    into.put("module", node.modulePath());
    into.put("outcome", node.decision().reason().outcome().name());
    into.put("reason", node.decision().reason().name());
    into.put("annotator", node.decision().annotator());
    into.put("rule", node.decision().rule());
    into.put("detail", node.decision().detail());
    write(node.reads(), into.putArray("reads"));
    write(node.gives(), into.putArray("gives"));
    node.weightSqnr()
        .ifPresent(sqnr -> {
          if (Double.isFinite(sqnr)) {
            into.put("weight_sqnr_db", sqnr);
          } else {
            into.put("weight_sqnr_db", "inf");
          }
        });
    into.put("multiply_adds", node.multiplyAdds());
    into.put("int8", node.isInt8());
  }

  private static void write(List<TensorReport> tensors, ArrayNode into) {
    for (TensorReport tensor : tensors) {
      ObjectNode object = into.addObject();
      object.put("role", tensor.role());
      object.put("value", tensor.value());
      object.put("dtype", tensor.dtype().torchName());
      if (tensor.scheme() != null) {
        object.put("qscheme", tensor.scheme().torchName());
      }
      object.put("observer", tensor.observer());
      object.put("is_dynamic", tensor.dynamic());
      if (tensor.channels() > 0) {
        object.put("channels", tensor.channels());
        object.put("scale_min", tensor.smallestScale());
        object.put("scale_max", tensor.largestScale());
        object.put("zero_point", tensor.zeroPoint());
      }
    }
  }
}
