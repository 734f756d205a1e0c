package dev.octet.lowering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.tensor.InternalException;
import java.util.List;

/** A ledger as JSON. */
final class LedgerJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private LedgerJson() {}

  static String of(Ledger ledger) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("processor", ledger.processor());
    add(root.putArray("warnings"), ledger.warnings());
    add(root.putArray("notes"), ledger.notes());
    add(root.putArray("advice"), ledger.advice());
    ObjectNode totals = root.putObject("totals");
    totals.put("kernels", ledger.entries().size());
    totals.put("multiply_adds", ledger.multiplyAdds());
    totals.put("int8_coverage", ledger.int8Coverage());
    totals.put("frame_bytes", ledger.frameBytes());
    ArrayNode kernels = root.putArray("kernels");
    ledger.entries().forEach(entry -> write(entry, kernels.addObject()));
    add(root.putArray("folded"), ledger.folded());
    add(root.putArray("merged"), ledger.merged());
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new InternalException("a ledger cannot be written as JSON", e);
    }
  }

  private static void write(LedgerEntry entry, ObjectNode into) {
    add(into.putArray("nodes"), entry.nodes());
    into.put("module", entry.module());
    into.put("kernel", entry.kernel());
    into.put("backend", entry.backend());
    into.put("implementation", entry.implementation());
    add(into.putArray("reads"), entry.reads());
    add(into.putArray("writes"), entry.writes());
    into.put("bytes", entry.bytes());
    into.put("multiply_adds", entry.multiplyAdds());
    into.put("int8", entry.int8());
    into.put("reason", entry.reason());
    entry.nanoseconds().ifPresent(time -> into.put("nanoseconds", time));
  }

  private static void add(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }
}
