package dev.octet.quantizer.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dev.octet.quantizer.spec.ObserverKind;

/** Observers as JSON: PyTorch's class and the arguments of its constructor. */
final class ObserverJson {
  private static final ImmutableList<String> CLASSES =
      ImmutableList.of(
          "MinMaxObserver",
          "MovingAverageMinMaxObserver",
          "PerChannelMinMaxObserver",
          "MovingAveragePerChannelMinMaxObserver",
          "HistogramObserver",
          "PlaceholderObserver",
          "RecordingObserver",
          "NoopObserver");

  private static final String CLASS = "class";
  private static final String EPS = "eps";
  private static final String REDUCE_RANGE = "reduce_range";
  private static final String AVERAGING_CONSTANT = "averaging_constant";
  private static final String BINS = "bins";
  private static final int DEFAULT_BINS = 2048;
  private static final double DEFAULT_AVERAGING_CONSTANT = 0.01;

  private ObserverJson() {}

  static ObjectNode write(ObserverKind kind) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put(CLASS, kind.className());
    switch (kind) {
      case ObserverKind.MinMax _, ObserverKind.PerChannelMinMax _ -> writeRange(kind, json);
      case ObserverKind.MovingAverageMinMax average ->
          writeRange(kind, json.put(AVERAGING_CONSTANT, average.averagingConstant()));
      case ObserverKind.MovingAveragePerChannelMinMax average ->
          writeRange(kind, json.put(AVERAGING_CONSTANT, average.averagingConstant()));
      case ObserverKind.Histogram histogram -> writeRange(kind, json.put(BINS, histogram.bins()));
      case ObserverKind.Placeholder placeholder -> json.put(EPS, placeholder.eps());
      case ObserverKind.Recording _, ObserverKind.Noop _ -> {}
    }
    return json;
  }

  private static void writeRange(ObserverKind kind, ObjectNode json) {
    json.put(EPS, kind.eps()).put(REDUCE_RANGE, kind.reduceRange());
  }

  static ObserverKind read(JsonObject json) {
    String name = json.text(CLASS, "the observer, one of " + String.join(", ", CLASSES));
    return switch (name) {
      case "MinMaxObserver" -> {
        json.only(CLASS, EPS, REDUCE_RANGE);
        yield json.where().make(() -> new ObserverKind.MinMax(eps(json), reduceRange(json)));
      }
      case "PerChannelMinMaxObserver" -> {
        json.only(CLASS, EPS, REDUCE_RANGE);
        yield json.where()
            .make(() -> new ObserverKind.PerChannelMinMax(eps(json), reduceRange(json)));
      }
      case "MovingAverageMinMaxObserver" -> {
        json.only(CLASS, AVERAGING_CONSTANT, EPS, REDUCE_RANGE);
        yield json.where()
            .make(() ->
                new ObserverKind.MovingAverageMinMax(
                    averagingConstant(json), eps(json), reduceRange(json)));
      }
      case "MovingAveragePerChannelMinMaxObserver" -> {
        json.only(CLASS, AVERAGING_CONSTANT, EPS, REDUCE_RANGE);
        yield json.where()
            .make(() ->
                new ObserverKind.MovingAveragePerChannelMinMax(
                    averagingConstant(json), eps(json), reduceRange(json)));
      }
      case "HistogramObserver" -> {
        json.only(CLASS, BINS, EPS, REDUCE_RANGE);
        int bins = json.optionalInt(BINS).orElse(DEFAULT_BINS);
        yield json.where()
            .make(() -> new ObserverKind.Histogram(bins, eps(json), reduceRange(json)));
      }
      case "PlaceholderObserver" -> {
        json.only(CLASS, EPS);
        yield json.where().make(() -> new ObserverKind.Placeholder(eps(json)));
      }
      case "RecordingObserver" -> {
        json.only(CLASS);
        yield new ObserverKind.Recording();
      }
      case "NoopObserver" -> {
        json.only(CLASS);
        yield new ObserverKind.Noop();
      }
      default -> throw json.at(CLASS).error(Choice.unknown("observer", name, CLASSES));
    };
  }

  private static double eps(JsonObject json) {
    return json.number(EPS, ObserverKind.DEFAULT_EPS);
  }

  private static boolean reduceRange(JsonObject json) {
    return json.flag(REDUCE_RANGE);
  }

  private static double averagingConstant(JsonObject json) {
    return json.number(AVERAGING_CONSTANT, DEFAULT_AVERAGING_CONSTANT);
  }
}
