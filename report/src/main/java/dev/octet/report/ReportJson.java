package dev.octet.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.lowering.Ledger;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.compare.ComparisonResult;
import dev.octet.quantizer.compare.TensorError;
import dev.octet.quantizer.report.QuantizationReport;
import dev.octet.quantizer.report.TensorReport;
import dev.octet.tensor.InternalException;
import java.util.List;

/** A report as JSON; what is unknown is left out. */
final class ReportJson {
  private static final int VERSION = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final boolean drawn;

  private ReportJson(boolean drawn) {
    this.drawn = drawn;
  }

  /**
   * The whole report.
   *
   * @param drawn whether to say where nodes and edges of graphs lie in the drawing
   */
  static ObjectNode of(List<ModelReport> models, boolean drawn) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", "octet-report");
    root.put("version", VERSION);
    ArrayNode array = root.putArray("models");
    models.forEach(model -> new ReportJson(drawn).write(model, array.addObject()));
    return root;
  }

  private void write(ModelReport model, ObjectNode into) {
    into.put("name", model.name());
    ArrayNode facts = into.putArray("facts");
    model.facts().forEach((what, value) -> facts.addObject().put("what", what).put("value", value));
    ArrayNode missing = into.putArray("missing");
    model
        .missing()
        .forEach((part, why) ->
            missing.addObject().put("part", part.name()).put("what", part.what()).put("why", why));
    ArrayNode warnings = into.putArray("warnings");
    model.quantization().ifPresent(report -> report.warnings().forEach(warnings::add));
    GraphView graph = model.graph();
    List<NodeRow> nodes = model.nodes();
    summary(model, graph, nodes, into.putObject("summary"));
    GraphViewJson.write(graph, drawn, into.putObject("graph"));
    ArrayNode rows = into.putArray("nodes");
    nodes.forEach(row -> write(row, rows.addObject()));
    model.quantization().ifPresent(report -> reasons(report, into.putArray("reasons")));
    RangesJson.tensors(model.tensors(), into.putArray("tensors"));
    RangesJson.weights(model.weights(), into.putArray("weights"));
    model.comparison().ifPresent(result -> write(result, into.putObject("comparison")));
    model.ledger().ifPresent(ledger -> into.set("ledger", parsed(ledger)));
  }

  private static void summary(
      ModelReport model, GraphView graph, List<NodeRow> rows, ObjectNode into) {
    into.put("nodes", rows.size());
    ObjectNode precisions = into.putObject("precisions");
    for (Precision precision : Precision.values()) {
      precisions.put(
          precision.label(),
          graph.nodes().stream()
              .filter(item -> item.kind() == GraphView.Kind.OPERATOR)
              .filter(item -> item.precision() == precision)
              .count());
    }
    into.put("bytes", State.bytes(model.program()));
    into.put("activations", model.tensors().size());
    into.put("weights", model.weights().size());
    model
        .quantization()
        .ifPresent(report -> {
          into.put("bytes_float", report.bytesBefore());
          into.put("bytes_quantized", report.bytesAfter());
          into.put(
              "quantized_nodes",
              report.nodes().stream()
                  .filter(node -> node.decision().reason().isQuantized())
                  .count());
          into.put("multiply_adds", report.multiplyAdds());
          Numbers.put(into, "int8_share", report.int8Share());
        });
    model
        .ledger()
        .ifPresent(ledger -> {
          into.put("kernels", ledger.entries().size());
          into.put("kernel_multiply_adds", ledger.multiplyAdds());
          Numbers.put(into, "int8_coverage", ledger.int8Coverage());
        });
  }

  private static void write(NodeRow row, ObjectNode into) {
    into.put("name", row.name());
    into.put("op", row.operator());
    into.put("module", row.modulePath());
    row.types().forEach(into.putArray("types")::add);
    row.precision().ifPresent(precision -> into.put("precision", precision.label()));
    Decision decision = row.decision();
    if (decision != null) {
      into.put("outcome", decision.reason().outcome().name());
      into.put("reason", decision.reason().name());
      into.put("reason_text", decision.reason().toString());
      into.put("annotator", decision.annotator());
      into.put("rule", decision.rule());
      into.put("detail", decision.detail());
      tensors(row.reads(), into.putArray("reads"));
      tensors(row.gives(), into.putArray("gives"));
      into.put("multiply_adds", row.multiplyAdds());
    }
    Numbers.put(into, "weight_sqnr_db", row.weightSqnr());
    if (row.kernel() >= 0) {
      into.put("kernel", row.kernel());
    }
    row.comparison()
        .ifPresent(comparison -> {
          into.put("float_node", comparison.node());
          write(comparison.accumulated(), into.putObject("accumulated"));
          comparison.isolated().ifPresent(error -> write(error, into.putObject("isolated")));
        });
  }

  private static void tensors(List<TensorReport> tensors, ArrayNode into) {
    for (TensorReport tensor : tensors) {
      ObjectNode object = into.addObject();
      object.put("role", tensor.role());
      object.put("value", tensor.value());
      object.put("dtype", tensor.dtype().shortName());
      object.put("channels", tensor.channels());
    }
  }

  private static void reasons(QuantizationReport report, ArrayNode into) {
    report
        .reasons()
        .forEach((reason, count) ->
            into.addObject()
                .put("reason", reason.name())
                .put("outcome", reason.outcome().name())
                .put("text", reason.toString())
                .put("nodes", count));
  }

  private static void write(ComparisonResult result, ObjectNode into) {
    into.put("samples", result.samples());
    into.put("nodes", result.nodes().size());
    ArrayNode outputs = into.putArray("outputs");
    result.outputs().forEach(error -> write(error, outputs.addObject()));
  }

  private static void write(TensorError error, ObjectNode into) {
    Numbers.put(into, "sqnr_db", error.sqnr());
    Numbers.put(into, "max_error", error.maxError());
    Numbers.put(into, "rms_error", error.rmsError());
    Numbers.put(into, "cosine", error.cosine());
    into.put("elements", error.elements());
  }

  /** The same as {@code octet ledger --json} writes. */
  private static JsonNode parsed(Ledger ledger) {
    try {
      return MAPPER.readTree(ledger.toJson());
    } catch (JsonProcessingException e) {
      throw new InternalException("a ledger's JSON cannot be read", e);
    }
  }
}
