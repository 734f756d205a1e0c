package dev.octet.benchmarks;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
import dev.octet.graph.Origin;
import dev.octet.graph.Value;
import dev.octet.op.AtenOps;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import dev.octet.program.ProgramMetadata;
import dev.octet.program.TreeSpec;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** A graph like that of a residual network, as long as it is wanted. */
final class ResidualChain {
  /**
   * Nodes of one block: conv, batch norm, relu, dropout, conv, batch norm, add, relu, and two
   * transposes that undo each other.
   */
  static final int BLOCK = 10;

  private static final int CHANNELS = 16;

  private ResidualChain() {}

  /** A graph of so many nodes, up to a multiple of {@link #BLOCK}. */
  static Graph of(int nodes) {
    TensorType type = TensorType.of(DType.FLOAT32, 1, CHANNELS, 8, 8);
    return Graph.build(b -> {
      Value x = b.input("x", type);
      Value weight = b.input("p_weight", TensorType.of(DType.FLOAT32, CHANNELS, CHANNELS, 3, 3));
      Value channel = b.input("p_channel", TensorType.of(DType.FLOAT32, CHANNELS));
      Value current = x;
      for (int block = 0; block < nodes / BLOCK; block++) {
        b.at(origin(block));
        List<Integer> ones = List.of(1, 1);
        Value inner = b.call(AtenOps.CONV2D, current, weight, null, ones, ones);
        inner =
            b.call(
                AtenOps.BATCH_NORM,
                inner,
                channel,
                channel,
                channel,
                channel,
                false,
                0.1,
                1e-5,
                true);
        inner = b.call(AtenOps.RELU, inner);
        inner = b.call(AtenOps.DROPOUT, inner, 0.5, false);
        inner = b.call(AtenOps.CONV2D, inner, weight, null, ones, ones);
        inner =
            b.call(
                AtenOps.BATCH_NORM,
                inner,
                channel,
                channel,
                channel,
                channel,
                false,
                0.1,
                1e-5,
                true);
        inner = b.call(AtenOps.TRANSPOSE, inner, 2, 3);
        inner = b.call(AtenOps.TRANSPOSE, inner, 2, 3);
        current = b.call(AtenOps.RELU, b.call(AtenOps.ADD_TENSOR, inner, current));
      }
      b.output(current);
    });
  }

  /** The same as a program, with parameters that are all zero. */
  static ExportedProgram program(int nodes) {
    Graph graph = of(nodes);
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    ImmutableList.Builder<InputSpec> inputs = ImmutableList.builder();
    for (Value input : graph.inputs()) {
      if (input.name().equals("x")) {
        inputs.add(new InputSpec.User());
      } else {
        inputs.add(new InputSpec.Parameter(input.name()));
        TensorType type = input.tensorType();
        state.put(input.name(), Tensor.allocate(type.dtype(), type.shape()));
      }
    }
    return new ExportedProgram(
        graph,
        inputs.build(),
        ImmutableList.of(new OutputSpec.User()),
        state.buildOrThrow(),
        ImmutableMap.of(),
        TreeSpec.positional(1),
        TreeSpec.LEAF,
        ProgramMetadata.traced(ImmutableList.of("x"), ImmutableList.of("")));
  }

  private static Origin origin(int block) {
    return new Origin(
        ImmutableList.of(
            new Origin.ModuleFrame("L__self__", "", "model.Net"),
            new Origin.ModuleFrame("L__self___layer_" + block, "layer." + block, "model.Block")),
        ImmutableList.of(),
        Optional.empty(),
        Optional.of("File \"model.py\", line 12, in forward\n    return self.layer(x)\n"),
        Optional.empty());
  }
}
