package dev.octet.lowering.fuse;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.kernel.PerDimension;
import dev.octet.op.Argument;
import dev.octet.op.AtenOps;
import dev.octet.op.DequantizePerChannel;
import dev.octet.op.Op;
import dev.octet.op.OpName;
import dev.octet.op.Ops;
import dev.octet.op.TransposedConvolution;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The plain convolution that gives the phases of a transposed one ({@link PhaseWindow}) as
 * channels, those of one group next to each other, and in it those of one phase.
 *
 * @param windows one for each spatial dimension
 */
record Phases(Node node, TransposedConvolution op, ImmutableList<PhaseWindow> windows) {
  private static final List<OpName> CONVOLUTIONS =
      List.of(AtenOps.CONV1D, AtenOps.CONV2D, AtenOps.CONV3D);

  private static final OpName PAD = OpName.aten("constant_pad_nd", "default");
  private static final OpName FLIP = OpName.aten("flip", "default");
  private static final OpName EXPAND = OpName.aten("expand", "default");
  private static final OpName SLICE = OpName.aten("slice", "Tensor");

  /** Empty if a dimension has both a stride and a dilation, or the image no batch dimension. */
  static Optional<Phases> of(Node node, TransposedConvolution op) {
    Shape weight = node.operand(op.weightOperand()).tensorType().shape();
    Shape image = node.operand(op.inputOperand()).tensorType().shape();
    Shape result = node.result().tensorType().shape();
    int spatial = weight.rank() - 2;
    if (image.rank() != weight.rank() || spatial > CONVOLUTIONS.size() || result.elements() == 0) {
      return Optional.empty();
    }
    ImmutableList.Builder<PhaseWindow> windows = ImmutableList.builder();
    for (int i = 0; i < spatial; i++) {
      long stride = PerDimension.at(op.stride(), i);
      long dilation = PerDimension.at(op.dilation(), i);
      if (stride > 1 && dilation > 1) {
        return Optional.empty();
      }
      windows.add(
          PhaseWindow.of(
              image.size(i + 2),
              result.size(i + 2),
              weight.size(i + 2),
              stride,
              PerDimension.at(op.padding(), i),
              dilation));
    }
    return Optional.of(new Phases(node, op, windows.build()));
  }

  /** True if the result is one plain convolution as it stands. */
  boolean isOne() {
    return phases() == 1;
  }

  /** Adds the convolution with the weight that a dequantize gives. */
  Value convolution(Node dequantize, GraphBuilder at) {
    List<Value> operands = new ArrayList<>(dequantize.operands());
    operands.replaceAll(value -> repeated(value, op.groups() * phases(), 1, at));
    operands.set(0, turned(dequantize.operand(0), at));
    return convolution(at.node(alongFirst(dequantize.op()), operands).result(), at);
  }

  /**
   * Adds the convolution.
   *
   * @param kernel that {@link #turned} gave
   * @return its result: (batch, groups · phases · channels of a group, spatial…)
   */
  Value convolution(Value kernel, GraphBuilder at) {
    Value bias =
        op.hasBias()
            ? repeated(
                node.operand(op.operandIndex("bias").orElseThrow()), phases(), op.groups(), at)
            : null;
    return at.call(
        CONVOLUTIONS.get(windows.size() - 1),
        node.operand(op.inputOperand()),
        kernel,
        bias,
        Collections.nCopies(windows.size(), 1L),
        each(PhaseWindow::padding),
        each(PhaseWindow::dilation),
        op.groups());
  }

  private long phases() {
    return windows.stream().mapToLong(PhaseWindow::phases).reduce(1, Math::multiplyExact);
  }

  private List<Long> each(ToLongFunction<PhaseWindow> of) {
    return windows.stream().map(of::applyAsLong).toList();
  }

  /** The same operator, for a weight whose output channels are its first dimension. */
  private static Op alongFirst(Op dequantize) {
    if (!(dequantize instanceof DequantizePerChannel)) {
      return dequantize;
    }
    List<Argument> arguments = new ArrayList<>(dequantize.arguments());
    arguments.set(dequantize.schema().position("axis"), new Argument.Int(0));
    return Ops.of(dequantize.schema(), arguments);
  }

  /** Each of the groups of a vector, so many times. */
  private static Value repeated(Value vector, long times, long groups, GraphBuilder at) {
    if (times == 1 || vector.tensorType().rank() != 1) {
      return vector;
    }
    long channels = vector.tensorType().shape().size(0) / groups;
    Value rows = at.call(AtenOps.RESHAPE, vector, List.of(groups, 1L, channels));
    Value all = at.call(EXPAND, rows, List.of(groups, times, channels));
    return at.call(AtenOps.RESHAPE, all, List.of(groups * times * channels));
  }

  /**
   * The kernel, from (in, out / groups, taps…) to (groups · phases · out / groups, in / groups,
   * taps of a phase…), the last taps first.
   */
  Value turned(Value kernel, GraphBuilder at) {
    Shape shape = kernel.tensorType().shape();
    List<Long> missing = new ArrayList<>(); // in front of and behind each, from the last one on
    List<Long> cut = new ArrayList<>(List.of(op.groups(), shape.size(0) / op.groups()));
    cut.add(shape.size(1));
    List<Long> taps = new ArrayList<>();
    List<Long> order = new ArrayList<>(List.of(0L));
    List<Long> sizes = new ArrayList<>();
    sizes.add(op.groups() * phases() * shape.size(1));
    sizes.add(shape.size(0) / op.groups());
    for (int i = 0; i < windows.size(); i++) {
      PhaseWindow window = windows.get(i);
      missing.addAll(0, List.of(0L, window.phases() * window.taps() - shape.size(i + 2)));
      taps.add((long) cut.size());
      order.add(cut.size() + 1L);
      cut.addAll(List.of(window.taps(), window.phases()));
      sizes.add(window.taps());
    }
    order.addAll(List.of(2L, 1L));
    order.addAll(taps);
    Value filled =
        missing.stream().allMatch(count -> count == 0) ? kernel : at.call(PAD, kernel, missing);
    Value flipped = at.call(FLIP, at.call(AtenOps.RESHAPE, filled, cut), taps);
    return at.call(AtenOps.RESHAPE, at.call(AtenOps.PERMUTE, flipped, order), sizes);
  }

  /** Adds what makes the result of the transposed convolution of the phases. */
  void sideBySide(Value phases, GraphBuilder at) {
    Shape shape = phases.tensorType().shape();
    Shape result = node.result().tensorType().shape();
    Value value = phases;
    if (phases() > 1) {
      List<Long> cut = new ArrayList<>(List.of(shape.size(0), op.groups()));
      cut.addAll(each(PhaseWindow::phases));
      cut.add(result.size(1) / op.groups());
      List<Long> order = new ArrayList<>(List.of(0L, 1L, cut.size() - 1L));
      List<Long> sizes = new ArrayList<>(List.of(shape.size(0), result.size(1)));
      for (int i = 0; i < windows.size(); i++) {
        order.addAll(List.of((long) cut.size(), i + 2L));
        cut.add(shape.size(i + 2));
        sizes.add(shape.size(i + 2) * windows.get(i).phases());
      }
      value = at.call(AtenOps.RESHAPE, value, cut);
      value = at.call(AtenOps.RESHAPE, at.call(AtenOps.PERMUTE, value, order), sizes);
    }
    for (int i = 0; i < windows.size(); i++) {
      long from = windows.get(i).from();
      long size = result.size(i + 2);
      if (size < value.tensorType().shape().size(i + 2)) {
        value = at.call(SLICE, value, i + 2L, from, from + size);
      }
    }
  }
}
