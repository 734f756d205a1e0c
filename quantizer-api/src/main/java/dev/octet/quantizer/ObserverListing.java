package dev.octet.quantizer;

import dev.octet.graph.Node;
import dev.octet.program.GraphJson;
import dev.octet.quantizer.observe.MovingAverageMinMaxObserver;
import dev.octet.quantizer.observe.MovingAveragePerChannelMinMaxObserver;
import dev.octet.quantizer.observe.Observer;
import dev.octet.quantizer.observe.ObserverSettings;
import dev.octet.quantizer.observe.ObserverState;
import dev.octet.quantizer.observe.RunningObserver;
import dev.octet.quantizer.prepare.ObserverGroup;
import dev.octet.quantizer.prepare.PreparedProgram;
import dev.octet.quantizer.spec.QParams;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How observers are listed in a dump of the graph: as calls of modules, with PyTorch's fields. */
final class ObserverListing {
  private final PreparedProgram prepared;

  ObserverListing(PreparedProgram prepared) {
    this.prepared = prepared;
  }

  Optional<GraphJson.ModuleCall> listed(Node node) {
    return prepared
        .observer(node)
        .map(group -> new GraphJson.ModuleCall(node.name(), fields(group)));
  }

  private static Map<String, Object> fields(ObserverGroup group) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(
        "observer",
        group.observer().map(ObserverListing::observed).orElseGet(() -> derived(group)));
    boolean computes =
        group.observer().map(running -> running.observer().computesQParams()).orElse(true);
    boolean ready =
        group.derivation().isEmpty()
            || group.sources().stream().noneMatch(ObserverGroup::lacksValues);
    if (computes && ready) {
      fields.put("qparams", listed(group.qparams()));
    }
    return fields;
  }

  private static Map<String, Object> listed(QParams qparams) {
    List<Object> scales = new ArrayList<>();
    List<Object> zeroPoints = new ArrayList<>();
    for (int i = 0; i < qparams.size(); i++) {
      scales.add((double) qparams.scale(i));
      if (qparams.zeroPointType() == DType.FLOAT32) {
        zeroPoints.add(qparams.realZeroPoint(i));
      } else {
        zeroPoints.add(qparams.zeroPoint(i));
      }
    }
    return Map.of("scale", scales, "zero_point", zeroPoints);
  }

  private static Map<String, Object> derived(ObserverGroup group) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("class", "DerivedObserverOrFakeQuantize");
    group
        .derivation()
        .ifPresent(spec -> {
          fields.put("dtype", "torch." + spec.dtype().torchName());
          if (spec.qscheme() != null) {
            fields.put("qscheme", "torch." + spec.qscheme());
          }
        });
    return fields;
  }

  private static Map<String, Object> observed(RunningObserver running) {
    Observer observer = running.observer();
    ObserverSettings settings = observer.settings();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("class", observer.className());
    fields.put("dtype", "torch." + settings.dtype().torchName());
    if (settings.qscheme() != null) {
      fields.put("qscheme", "torch." + settings.qscheme());
    }
    if (settings.range() != null) {
      fields.put("quant_min", settings.range().min());
      fields.put("quant_max", settings.range().max());
    }
    fields.put("eps", settings.eps());
    if (settings.channelAxis() != null) {
      fields.put("ch_axis", settings.channelAxis());
    }
    fields.put("is_dynamic", settings.isDynamic());
    fields.put("reduce_range", settings.reduceRange());
    switch (observer) {
      case MovingAverageMinMaxObserver average ->
          fields.put("averaging_constant", average.averagingConstant());
      case MovingAveragePerChannelMinMaxObserver average ->
          fields.put("averaging_constant", average.averagingConstant());
      default -> {}
    }
    addState(running.state(), fields);
    return fields;
  }

  private static void addState(ObserverState state, Map<String, Object> fields) {
    switch (state) {
      case ObserverState.Range(float min, float max) -> {
        fields.put("min_val", (double) min);
        fields.put("max_val", (double) max);
      }
      case ObserverState.Channels channels -> {
        List<Object> minima = new ArrayList<>();
        List<Object> maxima = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
          minima.add((double) channels.min(i));
          maxima.add((double) channels.max(i));
        }
        fields.put("min_val", minima);
        fields.put("max_val", maxima);
      }
      case ObserverState.Histogram histogram -> {
        double sum = 0;
        long used = 0;
        for (int i = 0; i < histogram.bins(); i++) {
          sum += histogram.count(i);
          used += histogram.count(i) != 0 ? 1 : 0;
        }
        fields.put("min_val", (double) histogram.min());
        fields.put("max_val", (double) histogram.max());
        fields.put("histogram_sum", sum);
        fields.put("histogram_nonzero", used);
      }
      case ObserverState.Stateless _ -> {}
      case ObserverState.Recorded recorded -> fields.put("tensors", recorded.tensors().size());
    }
  }
}
