package dev.octet.report;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Use;
import dev.octet.graph.Value;
import dev.octet.op.Observe;
import dev.octet.op.Quantize;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.observe.ObserverSettings;
import dev.octet.quantizer.observe.ObserverState;
import dev.octet.quantizer.observe.RunningObserver;
import dev.octet.quantizer.prepare.ObserverGroup;
import dev.octet.quantizer.spec.QParams;
import dev.octet.quantizer.spec.QuantRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the range of every activation that is quantized. */
final class TensorRanges {
  private TensorRanges() {}

  /** What the observers of activations have seen, in graph order. */
  static ImmutableList<TensorRange> observed(PreparedModel prepared) {
    Graph graph = prepared.program().graph();
    Set<Value> state = State.of(prepared.program()).keySet();
    Map<ObserverGroup, Set<String>> values = new LinkedHashMap<>();
    Map<ObserverGroup, Set<String>> readers = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      ObserverGroup group = prepared.observer(node).orElse(null);
      if (group == null || state.contains(prepared.watched(node))) {
        continue;
      }
      values.computeIfAbsent(group, _ -> new LinkedHashSet<>()).add(prepared.watched(node).name());
      readers.computeIfAbsent(group, _ -> new LinkedHashSet<>()).addAll(readers(graph, node));
    }
    ImmutableList.Builder<TensorRange> ranges = ImmutableList.builder();
    values.forEach((group, names) ->
        ranges.add(
            observed(
                group,
                ImmutableList.copyOf(names),
                ImmutableList.copyOf(readers.getOrDefault(group, Set.of())))));
    return ranges.build();
  }

  private static List<String> readers(Graph graph, Node observer) {
    List<String> names = new ArrayList<>();
    for (Use use : graph.uses(observer.result())) {
      if (!(use.user().op() instanceof Observe)) {
        names.add(use.user().name());
      }
    }
    return names;
  }

  private static TensorRange observed(
      ObserverGroup group, ImmutableList<String> values, ImmutableList<String> readers) {
    if (group.observer().isEmpty()) {
      return derived(group, values, readers);
    }
    RunningObserver running = group.observer().get();
    ObserverSettings settings = running.observer().settings();
    ObserverState state = running.state();
    boolean hasQParams =
        running.observer().computesQParams() && !settings.isDynamic() && settings.range() != null;
    QParams qparams = hasQParams ? group.qparams() : null;
    OptionalDouble scale = OptionalDouble.empty();
    OptionalDouble zeroPoint = OptionalDouble.empty();
    if (qparams != null && qparams.size() == 1) {
      scale = OptionalDouble.of(qparams.scale());
      zeroPoint = OptionalDouble.of(qparams.realZeroPoint(0));
    }
    Seen seen = Seen.of(state);
    return new TensorRange(
        group.name(),
        values,
        readers,
        running.observer().className(),
        settings.dtype().shortName(),
        settings.qscheme() == null ? "" : settings.qscheme().torchName(),
        settings.range(),
        scale,
        zeroPoint,
        seen.min,
        seen.max,
        clipped(state, seen, settings.range(), scale, zeroPoint),
        settings.isDynamic(),
        state instanceof ObserverState.Histogram histogram && !histogram.isEmpty()
            ? Optional.of(TensorRange.Histogram.of(histogram))
            : Optional.empty(),
        note(running, state));
  }

  /** Smallest and largest value that an observer has seen. */
  private record Seen(OptionalDouble min, OptionalDouble max) {
    static Seen of(ObserverState state) {
      if (state.isEmpty()) {
        return new Seen(OptionalDouble.empty(), OptionalDouble.empty());
      }
      return switch (state) {
        case ObserverState.Range(float min, float max) -> of(min, max);
        case ObserverState.Histogram histogram -> of(histogram.min(), histogram.max());
        case ObserverState.Channels channels -> {
          double min = Double.POSITIVE_INFINITY;
          double max = Double.NEGATIVE_INFINITY;
          for (int i = 0; i < channels.size(); i++) {
            min = Math.min(min, channels.min(i));
            max = Math.max(max, channels.max(i));
          }
          yield of(min, max);
        }
        case ObserverState.Stateless _, ObserverState.Recorded _ ->
            new Seen(OptionalDouble.empty(), OptionalDouble.empty());
      };
    }

    private static Seen of(double min, double max) {
      return new Seen(OptionalDouble.of(min), OptionalDouble.of(max));
    }
  }

  private static OptionalDouble clipped(
      ObserverState state,
      Seen seen,
      @Nullable QuantRange range,
      OptionalDouble scale,
      OptionalDouble zeroPoint) {
    if (range == null || scale.isEmpty() || zeroPoint.isEmpty() || seen.min.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (state instanceof ObserverState.Histogram histogram) {
      return OptionalDouble.of(
          Clipping.share(histogram, range, scale.getAsDouble(), zeroPoint.getAsDouble()));
    }
    return Clipping.share(
        seen.min.getAsDouble(),
        seen.max.getAsDouble(),
        range,
        scale.getAsDouble(),
        zeroPoint.getAsDouble());
  }

  private static String note(RunningObserver running, ObserverState state) {
    String name = running.observer().className();
    return switch (state) {
      case ObserverState.Histogram histogram ->
          histogram.isEmpty() ? name + " has seen no values: nothing was calibrated" : "";
      case ObserverState.Range _, ObserverState.Channels _ ->
          state.isEmpty()
              ? name + " has seen no values"
              : name + " keeps the range alone; a HistogramObserver also counts values";
      case ObserverState.Stateless _ ->
          running.observer().settings().isDynamic()
              ? "scale and zero point are computed at each run, so nothing was observed"
              : name + " keeps nothing of what it sees";
      case ObserverState.Recorded _ -> name + " keeps tensors and no histogram";
    };
  }

  private static TensorRange derived(
      ObserverGroup group, ImmutableList<String> values, ImmutableList<String> readers) {
    var spec = group.derivation().orElseThrow();
    QParams qparams = group.qparams();
    boolean single = qparams.size() == 1;
    return new TensorRange(
        group.name(),
        values,
        readers,
        "",
        spec.dtype().shortName(),
        spec.qscheme() == null ? "" : spec.qscheme().torchName(),
        spec.range() == null ? QuantRange.of(spec.dtype()) : spec.range(),
        single ? OptionalDouble.of(qparams.scale()) : OptionalDouble.empty(),
        single ? OptionalDouble.of(qparams.realZeroPoint(0)) : OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        false,
        Optional.empty(),
        "computed from the parameters of "
            + String.join(" and ", group.sources().stream().map(ObserverGroup::name).toList())
            + ", so nothing was observed");
  }

  /** What the quantize nodes of a program say; a file keeps no more of its calibration. */
  static ImmutableList<TensorRange> stored(ExportedProgram program) {
    Graph graph = program.graph();
    ImmutableList.Builder<TensorRange> ranges = ImmutableList.builder();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Quantize quantize) {
        Set<String> readers = new LinkedHashSet<>();
        collect(graph, node, readers);
        boolean fixed = !quantize.isDynamic();
        ranges.add(
            new TensorRange(
                node.name(),
                ImmutableList.of(node.operand(0).name()),
                ImmutableList.copyOf(readers),
                "",
                quantize.dtype().shortName(),
                "",
                new QuantRange(quantize.quantMin(), quantize.quantMax()),
                fixed ? OptionalDouble.of(quantize.scale()) : OptionalDouble.empty(),
                fixed ? OptionalDouble.of((double) quantize.zeroPoint()) : OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                !fixed,
                Optional.empty(),
                fixed
                    ? "a quantized file keeps scale and zero point alone"
                    : "scale and zero point are computed at each run"));
      }
    }
    return ranges.build();
  }

  private static void collect(Graph graph, Node conversion, Set<String> readers) {
    for (Use use : graph.uses(conversion.result())) {
      if (Conversions.isConversion(use.user())) {
        collect(graph, use.user(), readers);
      } else {
        readers.add(use.user().name());
      }
    }
  }
}
