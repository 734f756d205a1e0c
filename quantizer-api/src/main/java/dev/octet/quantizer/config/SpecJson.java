package dev.octet.quantizer.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dev.octet.quantizer.spec.DerivedQuantizationSpec;
import dev.octet.quantizer.spec.FixedQParamsQuantizationSpec;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantRange;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.quantizer.spec.QuantizationSpecBase;
import dev.octet.quantizer.spec.SharedQuantizationSpec;
import dev.octet.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Specs as JSON, in PyTorch's names. {@code kind} tells the four kinds apart; without it a spec has
 * an observer.
 */
final class SpecJson {
  private static final String KIND = "kind";
  private static final String DTYPE = "dtype";
  private static final String QSCHEME = "qscheme";
  private static final String QUANT_MIN = "quant_min";
  private static final String QUANT_MAX = "quant_max";
  private static final String CH_AXIS = "ch_axis";
  private static final String IS_DYNAMIC = "is_dynamic";
  private static final String OBSERVER = "observer";
  private static final String SCALE = "scale";
  private static final String ZERO_POINT = "zero_point";
  private static final String SHARED_WITH = "shared_with";
  private static final String DERIVED_FROM = "derived_from";
  private static final String DERIVATION = "derivation";

  private static final String FIXED = "fixed_qparams";
  private static final String SHARED = "shared";
  private static final String DERIVED = "derived";
  private static final List<String> KINDS = List.of(OBSERVER, FIXED, SHARED, DERIVED);

  private SpecJson() {}

  static ObjectNode write(QuantizationSpecBase spec) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    switch (spec) {
      case QuantizationSpec observed -> {
        common(json, observed.dtype(), observed.qscheme(), observed.range());
        axis(json, observed.channelAxis());
        json.put(IS_DYNAMIC, observed.isDynamic());
        json.set(OBSERVER, ObserverJson.write(observed.observer()));
      }
      case FixedQParamsQuantizationSpec fixed -> {
        json.put(KIND, FIXED);
        common(json, fixed.dtype(), fixed.qscheme(), fixed.range());
        json.put(SCALE, fixed.scale()).put(ZERO_POINT, fixed.zeroPoint());
      }
      case SharedQuantizationSpec shared -> {
        json.put(KIND, SHARED);
        json.set(SHARED_WITH, SiteJson.write(shared.sharedWith()));
      }
      case DerivedQuantizationSpec derived -> {
        json.put(KIND, DERIVED);
        ArrayNode sites = json.putArray(DERIVED_FROM);
        derived.derivedFrom().forEach(site -> sites.add(SiteJson.write(site)));
        json.put(DERIVATION, Choice.DERIVATION.nameOf(derived.derivation()));
        common(json, derived.dtype(), derived.qscheme(), derived.range());
        axis(json, derived.channelAxis());
      }
    }
    return json;
  }

  private static void common(
      ObjectNode json, DType dtype, @Nullable QScheme qscheme, @Nullable QuantRange range) {
    json.put(DTYPE, Choice.DTYPE.nameOf(dtype));
    if (qscheme != null) {
      json.put(QSCHEME, Choice.QSCHEME.nameOf(qscheme));
    }
    if (range != null) {
      json.put(QUANT_MIN, range.min()).put(QUANT_MAX, range.max());
    }
  }

  private static void axis(ObjectNode json, @Nullable Integer channelAxis) {
    if (channelAxis != null) {
      json.put(CH_AXIS, channelAxis);
    }
  }

  static QuantizationSpecBase read(JsonObject json) {
    String kind = json.optionalText(KIND).orElse(OBSERVER);
    return switch (kind) {
      case OBSERVER -> observed(json);
      case FIXED -> fixed(json);
      case SHARED -> {
        json.only(KIND, SHARED_WITH);
        yield new SharedQuantizationSpec(
            SiteJson.read(json.object(SHARED_WITH, "the site whose observer is shared")));
      }
      case DERIVED -> derived(json);
      default -> throw json.at(KIND).error(Choice.unknown("kind of spec", kind, KINDS));
    };
  }

  /** A spec where only one with an observer makes sense. */
  static QuantizationSpec readObserved(JsonObject json) {
    String kind = json.optionalText(KIND).orElse(OBSERVER);
    if (!kind.equals(OBSERVER)) {
      throw json.at(KIND)
          .error("a spec of kind '" + kind + "' cannot stand in a rule; leave '" + KIND + "' out");
    }
    return observed(json);
  }

  private static QuantizationSpec observed(JsonObject json) {
    json.only(KIND, DTYPE, QSCHEME, QUANT_MIN, QUANT_MAX, CH_AXIS, IS_DYNAMIC, OBSERVER);
    DType dtype = dtype(json);
    var observer = ObserverJson.read(json.object(OBSERVER, "what watches the tensor"));
    return json.where()
        .make(() ->
            new QuantizationSpec(
                dtype,
                observer,
                range(json),
                qscheme(json),
                json.optionalInt(CH_AXIS).orElse(null),
                json.flag(IS_DYNAMIC)));
  }

  private static FixedQParamsQuantizationSpec fixed(JsonObject json) {
    json.only(KIND, DTYPE, QSCHEME, QUANT_MIN, QUANT_MAX, SCALE, ZERO_POINT);
    DType dtype = dtype(json);
    double scale = json.number(SCALE, "the step between two quantized values");
    long zeroPoint = json.integer(ZERO_POINT, "the integer that stands for 0");
    return json.where()
        .make(() ->
            new FixedQParamsQuantizationSpec(dtype, scale, zeroPoint, range(json), qscheme(json)));
  }

  private static DerivedQuantizationSpec derived(JsonObject json) {
    json.only(KIND, DERIVED_FROM, DERIVATION, DTYPE, QSCHEME, QUANT_MIN, QUANT_MAX, CH_AXIS);
    var sites =
        json.objects(DERIVED_FROM, "the sites that the formula reads").stream()
            .map(SiteJson::read)
            .collect(ImmutableList.toImmutableList());
    var derivation =
        Choice.DERIVATION.named(json.text(DERIVATION, "the formula"), json.at(DERIVATION));
    DType dtype = dtype(json);
    return json.where()
        .make(() ->
            new DerivedQuantizationSpec(
                sites,
                derivation,
                dtype,
                range(json),
                qscheme(json),
                json.optionalInt(CH_AXIS).orElse(null)));
  }

  private static DType dtype(JsonObject json) {
    String name = json.text(DTYPE, "the type of the quantized tensor");
    return Choice.DTYPE.named(name, json.at(DTYPE));
  }

  private static @Nullable QScheme qscheme(JsonObject json) {
    return json.optionalText(QSCHEME)
        .map(name -> Choice.QSCHEME.named(name, json.at(QSCHEME)))
        .orElse(null);
  }

  private static @Nullable QuantRange range(JsonObject json) {
    if (!json.has(QUANT_MIN) && !json.has(QUANT_MAX)) {
      return null;
    }
    String both = "a range has both " + QUANT_MIN + " and " + QUANT_MAX;
    return new QuantRange(json.integer(QUANT_MIN, both), json.integer(QUANT_MAX, both));
  }
}
