package dev.octet.benchmarks.onnx;

import dev.octet.graph.Node;
import dev.octet.op.AdaptiveAvgPool;
import dev.octet.op.AvgPool;
import dev.octet.op.MaxPool;
import dev.octet.op.Mean;
import java.util.ArrayList;
import java.util.List;

/** Pools. */
final class Images {
  private Images() {}

  static boolean write(Node node, Names names) {
    int spatial = node.operands().isEmpty() ? 0 : node.operand(0).tensorType().rank() - 2;
    return switch (node.op()) {
      case MaxPool op when node.results().size() == 1 ->
          names.same(
              node,
              "MaxPool",
              new Attribute.Ints("kernel_shape", Products.spread(op.kernelSize(), spatial)),
              new Attribute.Ints("strides", Products.spread(op.stride(), spatial)),
              new Attribute.Ints("pads", both(op.padding(), spatial)),
              new Attribute.Ints("dilations", Products.spread(op.dilation(), spatial)),
              new Attribute.Int("ceil_mode", op.ceilMode() ? 1 : 0));
      case AvgPool op when op.divisorOverride().isEmpty() ->
          names.same(
              node,
              "AveragePool",
              new Attribute.Ints("kernel_shape", Products.spread(op.kernelSize(), spatial)),
              new Attribute.Ints("strides", Products.spread(op.stride(), spatial)),
              new Attribute.Ints("pads", both(op.padding(), spatial)),
              new Attribute.Int("ceil_mode", op.ceilMode() ? 1 : 0),
              new Attribute.Int("count_include_pad", op.countIncludePad() ? 1 : 0));
      case AdaptiveAvgPool op when op.outputSize().stream().allMatch(size -> size == 1) ->
          names.same(node, "GlobalAveragePool");
      case Mean op ->
          names.node(
              node,
              "ReduceMean",
              List.of(names.of(node.operand(0)), names.out().row(op.dimensions())),
              new Attribute.Int("keepdims", op.keepsDimensions() ? 1 : 0));
      default -> false;
    };
  }

  private static List<Long> both(List<Long> padding, int spatial) {
    List<Long> pads = new ArrayList<>(Products.spread(padding, spatial));
    pads.addAll(Products.spread(padding, spatial));
    return pads;
  }
}
