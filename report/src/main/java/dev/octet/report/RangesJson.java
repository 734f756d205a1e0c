package dev.octet.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.quantizer.spec.QuantRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ranges of tensors and weights as JSON. */
final class RangesJson {
  private RangesJson() {}

  static void tensors(List<TensorRange> ranges, ArrayNode into) {
    for (TensorRange range : ranges) {
      ObjectNode object = into.addObject();
      object.put("name", range.name());
      range.values().forEach(object.putArray("values")::add);
      range.readers().forEach(object.putArray("readers")::add);
      object.put("observer", range.observer());
      object.put("dtype", range.dtype());
      object.put("qscheme", range.scheme());
      object.put("is_dynamic", range.isDynamic());
      write(range.range(), object);
      Numbers.put(object, "scale", range.scale());
      Numbers.put(object, "zero_point", range.zeroPoint());
      Numbers.put(object, "low", range.lowest());
      Numbers.put(object, "high", range.highest());
      Numbers.put(object, "min", range.min());
      Numbers.put(object, "max", range.max());
      Numbers.put(object, "clipped", range.clipped());
      range
          .histogram()
          .ifPresent(histogram -> {
            ObjectNode bins = object.putObject("histogram");
            Numbers.put(bins, "from", histogram.from());
            Numbers.put(bins, "to", histogram.to());
            Numbers.put(bins.putArray("counts"), histogram.counts());
          });
      object.put("note", range.note());
    }
  }

  static void weights(List<WeightRange> weights, ArrayNode into) {
    for (WeightRange weight : weights) {
      ObjectNode object = into.addObject();
      object.put("node", weight.node());
      object.put("name", weight.name());
      object.put("shape", weight.shape());
      object.put("dtype", weight.dtype());
      object.put("axis", weight.axis());
      write(weight.range(), object);
      Numbers.put(object.putArray("scales"), weight.scales());
      Numbers.put(object.putArray("min"), weight.min());
      Numbers.put(object.putArray("max"), weight.max());
      Numbers.put(object, "sqnr_db", weight.sqnr());
    }
  }

  private static void write(@Nullable QuantRange range, ObjectNode into) {
    if (range != null) {
      into.put("quant_min", range.min());
      into.put("quant_max", range.max());
    }
  }
}
