package dev.octet.lowering.reference;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Frame;
import dev.octet.lowering.kernel.Invocation;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;

/** A graph that the reference evaluator runs. */
record ReferenceKernel(
    String name, Graph graph, ImmutableList<Buffer> reads, ImmutableList<Buffer> writes)
    implements Kernel {
  @Override
  public String implementation() {
    return "reference";
  }

  @Override
  public Invocation bind(Frame frame, Arena arena) {
    return () -> run(frame);
  }

  private void run(Frame frame) {
    List<Tensor> inputs = reads.stream().map(buffer -> view(frame, buffer)).toList();
    try (Arena results = Arena.ofConfined()) {
      List<Object> outputs = Evaluator.reference().run(graph, inputs, results);
      for (int i = 0; i < outputs.size(); i++) {
        CopyKernel.copy((Tensor) outputs.get(i), view(frame, writes.get(i)));
      }
    }
  }

  static Tensor view(Frame frame, Buffer buffer) {
    return Tensor.view(
        frame.segment(buffer), buffer.dtype(), buffer.shape(), buffer.strides().toArray(), 0);
  }
}
