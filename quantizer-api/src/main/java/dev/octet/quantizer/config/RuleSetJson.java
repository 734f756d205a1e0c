package dev.octet.quantizer.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.quantizer.rule.Matching;
import dev.octet.quantizer.rule.Rule;
import dev.octet.quantizer.rule.RuleSet;
import dev.octet.quantizer.rule.Selector;
import dev.octet.quantizer.spec.QuantizationConfig;
import dev.octet.quantizer.spec.QuantizationSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules and their specs as JSON. */
final class RuleSetJson {
  static final String MATCHING = "matching";
  static final String RULES = "rules";
  private static final String SELECT = "select";
  private static final String CONFIG = "config";
  private static final String SOURCE = "source";
  private static final String INPUT_ACTIVATION = "input_activation";
  private static final String OUTPUT_ACTIVATION = "output_activation";
  private static final String WEIGHT = "weight";
  private static final String BIAS = "bias";

  private RuleSetJson() {}

  static void write(RuleSet rules, ObjectNode into) {
    into.put(MATCHING, Choice.MATCHING.nameOf(rules.matching()));
    ArrayNode list = into.putArray(RULES);
    for (Rule rule : rules.rules()) {
      ObjectNode json = list.addObject();
      json.set(SELECT, SelectorJson.write(rule.selector()));
      json.put(SOURCE, rule.source());
      rule.config()
          .ifPresentOrElse(config -> json.set(CONFIG, write(config)), () -> json.putNull(CONFIG));
    }
  }

  private static ObjectNode write(QuantizationConfig config) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    put(json, INPUT_ACTIVATION, config.inputActivation());
    put(json, OUTPUT_ACTIVATION, config.outputActivation());
    put(json, WEIGHT, config.weight());
    put(json, BIAS, config.bias());
    return json;
  }

  private static void put(ObjectNode json, String key, @Nullable QuantizationSpec spec) {
    if (spec != null) {
      json.set(key, SpecJson.write(spec));
    }
  }

  static RuleSet read(JsonObject json) {
    RuleSet rules = RuleSet.empty();
    if (json.has(MATCHING)) {
      Matching matching = Choice.MATCHING.named(json.text(MATCHING, ""), json.at(MATCHING));
      rules = rules.matching(matching);
    }
    for (JsonObject element : json.objects(RULES, "the list of rules; it may be empty")) {
      rules = add(rules, element);
    }
    return rules;
  }

  private static RuleSet add(RuleSet before, JsonObject json) {
    json.only(SELECT, SOURCE, CONFIG);
    Selector selector =
        SelectorJson.read(json.required(SELECT, "which nodes the rule is about"), json.at(SELECT));
    json.required(CONFIG, "the specs for the nodes, or null to leave them in floating point");
    Optional<QuantizationConfig> config = json.optionalObject(CONFIG).map(RuleSetJson::config);
    String source = json.optionalText(SOURCE).orElseGet(() -> json.where().toString());
    RuleSet after = json.where().make(() -> before.with(selector, config, source));
    if (after.rules().size() == before.rules().size()) {
      throw json.at(SELECT)
          .error(
              "an earlier rule is about the same nodes, and only one of them can hold; keep one");
    }
    return after;
  }

  private static QuantizationConfig config(JsonObject json) {
    json.only(INPUT_ACTIVATION, OUTPUT_ACTIVATION, WEIGHT, BIAS);
    return new QuantizationConfig(
        spec(json, INPUT_ACTIVATION),
        spec(json, OUTPUT_ACTIVATION),
        spec(json, WEIGHT),
        spec(json, BIAS));
  }

  private static @Nullable QuantizationSpec spec(JsonObject json, String key) {
    return json.optionalObject(key).map(SpecJson::readObserved).orElse(null);
  }
}
