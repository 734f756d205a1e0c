package dev.octet.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Dequantize;
import dev.octet.op.DequantizePerChannel;
import dev.octet.op.HasWeight;
import dev.octet.op.TransposedConvolution;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.observe.ObserverSettings;
import dev.octet.quantizer.prepare.ObserverGroup;
import dev.octet.quantizer.report.NodeReport;
import dev.octet.quantizer.report.QuantizationReport;
import dev.octet.quantizer.spec.QParams;
import dev.octet.quantizer.spec.QuantRange;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/** Finds the weights of a program, and looks at each channel of them. */
final class WeightRanges {
  private static final int BLOCK = 4096;

  private final Graph graph;
  private final ImmutableMap<Value, State.Entry> state;

  private WeightRanges(ExportedProgram program) {
    this.graph = program.graph();
    this.state = State.of(program);
  }

  /** Weights before they were stored as integers, with BatchNorm folded into them. */
  static ImmutableList<WeightRange> observed(PreparedModel prepared, QuantizationReport report) {
    WeightRanges weights = new WeightRanges(prepared.program());
    ImmutableMap<String, NodeReport> reports =
        report.nodes().stream()
            .collect(ImmutableMap.toImmutableMap(NodeReport::name, node -> node, (a, _) -> a));
    return weights.all(
        (node, weight) -> weights.observed(prepared, node, weight, reports.get(node.name())));
  }

  /** Weights as a file has them, dequantized where it stores integers. */
  static ImmutableList<WeightRange> stored(ExportedProgram program) {
    WeightRanges weights = new WeightRanges(program);
    return weights.all(weights::stored);
  }

  private interface Look {
    @Nullable WeightRange at(Node node, Value weight);
  }

  private ImmutableList<WeightRange> all(Look look) {
    record Place(Node node, Value weight) {}
    List<Place> places = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof HasWeight op && op.weightOperand() < node.operands().size()) {
        places.add(new Place(node, node.operand(op.weightOperand())));
      }
    }
    // In parallel: large weights take time to look at.
    return places.parallelStream()
        .map(place -> Optional.ofNullable(look.at(place.node(), place.weight())))
        .flatMap(Optional::stream)
        .collect(ImmutableList.toImmutableList());
  }

  private @Nullable WeightRange observed(
      PreparedModel prepared, Node node, Value read, @Nullable NodeReport report) {
    Value weight = read;
    Node producer = graph.producer(read).orElse(null);
    ObserverGroup group = null;
    if (producer != null) {
      group = prepared.observer(producer).orElse(null);
      if (group == null) {
        return null; // computed by the graph
      }
      weight = prepared.watched(producer);
    }
    State.Entry entry = state.get(weight);
    if (entry == null) {
      return null;
    }
    ObserverSettings settings =
        group == null
            ? null
            : group.observer().map(running -> running.observer().settings()).orElse(null);
    boolean isStored =
        group != null
            && settings != null
            && settings.range() != null
            && !settings.isDynamic()
            && group.observer().orElseThrow().observer().computesQParams();
    QParams qparams = isStored && group != null ? group.qparams() : null;
    return range(
        node,
        entry,
        settings == null ? entry.tensor().dtype().shortName() : settings.dtype().shortName(),
        axis(node, settings == null ? null : settings.channelAxis()),
        (_, value) -> value,
        qparams == null ? new double[0] : scales(qparams),
        qparams == null || settings == null ? null : settings.range(),
        report == null ? OptionalDouble.empty() : report.weightSqnr());
  }

  private @Nullable WeightRange stored(Node node, Value read) {
    Node producer = graph.producer(read).orElse(null);
    if (producer == null) {
      State.Entry entry = state.get(read);
      return entry == null
          ? null
          : range(
              node,
              entry,
              entry.tensor().dtype().shortName(),
              axis(node, null),
              (_, value) -> value,
              new double[0],
              null,
              OptionalDouble.empty());
    }
    if (producer.op() instanceof Dequantize op && !op.isDynamic()) {
      State.Entry entry = state.get(producer.operand(0));
      double scale = op.scale();
      long zeroPoint = op.zeroPoint();
      return entry == null
          ? null
          : range(
              node,
              entry,
              op.dtype().shortName(),
              axis(node, null),
              (_, value) -> (value - zeroPoint) * scale,
              new double[] {scale},
              new QuantRange(op.quantMin(), op.quantMax()),
              OptionalDouble.empty());
    }
    if (producer.op() instanceof DequantizePerChannel op) {
      return storedPerChannel(node, producer, op);
    }
    return null;
  }

  private @Nullable WeightRange storedPerChannel(
      Node node, Node producer, DequantizePerChannel op) {
    State.Entry entry = state.get(producer.operand(0));
    State.Entry scaleEntry = state.get(producer.operand(1));
    if (entry == null || scaleEntry == null) {
      return null;
    }
    double[] scales = scaleEntry.tensor().toDoubleArray();
    State.Entry zeroEntry = producer.operands().size() > 2 ? state.get(producer.operand(2)) : null;
    double[] zeros =
        zeroEntry == null ? new double[scales.length] : zeroEntry.tensor().toDoubleArray();
    return range(
        node,
        entry,
        op.dtype().shortName(),
        Math.toIntExact(op.axis()),
        (channel, value) -> (value - zeros[channel]) * scales[channel],
        scales,
        new QuantRange(op.quantMin(), op.quantMax()),
        OptionalDouble.empty());
  }

  private static double[] scales(QParams qparams) {
    double[] scales = new double[qparams.size()];
    Arrays.setAll(scales, qparams::scale);
    return scales;
  }

  /** Output channels, as the operators count them, where no spec names an axis. */
  private static int axis(Node node, @Nullable Integer named) {
    return named != null ? named : node.op() instanceof TransposedConvolution ? 1 : 0;
  }

  private static @Nullable WeightRange range(
      Node node,
      State.Entry entry,
      String dtype,
      int axis,
      ToDoubleBiFunction<Integer, Double> real,
      double[] scales,
      @Nullable QuantRange range,
      OptionalDouble sqnr) {
    Tensor tensor = entry.tensor();
    if (tensor.shape().rank() <= axis || tensor.elements() == 0) {
      return null;
    }
    int channels = Math.toIntExact(tensor.shape().size(axis));
    double[] min = new double[channels];
    double[] max = new double[channels];
    extremes(tensor, axis, min, max);
    ImmutableList.Builder<Double> lows = ImmutableList.builder();
    ImmutableList.Builder<Double> highs = ImmutableList.builder();
    for (int c = 0; c < channels; c++) {
      lows.add(real.applyAsDouble(c, min[c]));
      highs.add(real.applyAsDouble(c, max[c]));
    }
    return new WeightRange(
        node.name(),
        entry.name(),
        tensor.shape().toString(),
        dtype,
        axis,
        lows.build(),
        highs.build(),
        Arrays.stream(scales).boxed().collect(ImmutableList.toImmutableList()),
        range,
        sqnr);
  }

  private static void extremes(Tensor tensor, int axis, double[] min, double[] max) {
    Arrays.fill(min, Double.POSITIVE_INFINITY);
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
    long run = 1;
    for (int d = axis + 1; d < tensor.shape().rank(); d++) {
      run *= tensor.shape().size(d);
    }
    double[] values = new double[BLOCK];
    long row = 0;
    for (long start = 0; start < tensor.elements(); start += run, row++) {
      int channel = (int) (row % min.length);
      for (long done = 0; done < run; done += BLOCK) {
        int count = (int) Math.min(BLOCK, run - done);
        tensor.getDoubles(start + done, values, count);
        for (int i = 0; i < count; i++) {
          min[channel] = Math.min(min[channel], values[i]);
          max[channel] = Math.max(max[channel], values[i]);
        }
      }
    }
  }
}
