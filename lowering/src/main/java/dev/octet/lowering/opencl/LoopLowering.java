package dev.octet.lowering.opencl;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.codegen.OpenClCompiler;
import dev.octet.lowering.codegen.opencl.KernelArgument;
import dev.octet.lowering.codegen.opencl.NestKernel;
import dev.octet.lowering.codegen.opencl.OpenClLoops;
import dev.octet.lowering.codegen.opencl.SourceFeatures;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.generated.LoopOperands;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.lowering.opencl.step.StepArgument;
import dev.octet.lowering.opencl.step.StepMaker;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers regions without products to generated kernels. */
final class LoopLowering {
  private static final String GENERATED = "generated";

  private final StepMaker steps;
  private final SourceFeatures features;

  LoopLowering(StepMaker steps) {
    this.steps = steps;
    this.features = steps.features();
  }

  /** Why it cannot; nothing was emitted then. */
  Optional<String> lower(Region region, Emitter emitter) {
    Optional<String> declined = LoopOperands.declines(region);
    if (declined.isPresent()) {
      return declined;
    }
    for (Node node : region.nodes()) {
      Optional<String> reason = OpenClCompiler.declines(node, features);
      if (reason.isPresent()) {
        return reason;
      }
    }
    LoopOperands operands = LoopOperands.of(region, emitter);
    OpenClLoops loops =
        OpenClCompiler.compile(
            region.label(),
            operands.body(),
            operands.constants(),
            LoopOperands.strides(operands.reads()),
            LoopOperands.strides(operands.writes()),
            features);
    List<Buffer> constants = new ArrayList<>();
    for (MemorySegment constant : loops.constants()) {
      MemorySegment memory = steps.context().upload(constant, emitter.arena());
      constants.add(emitter.constant(memory, DType.UINT8, Shape.of(constant.byteSize())));
    }
    for (NestKernel kernel : loops.kernels()) {
      emitter.emit(
          step(
              loops.name(),
              kernel,
              operands.reads(),
              operands.writes(),
              constants,
              emitter.arena()));
    }
    return Optional.empty();
  }

  private Kernel step(
      String name,
      NestKernel kernel,
      ImmutableList<Buffer> reads,
      ImmutableList<Buffer> writes,
      List<Buffer> constants,
      Arena plan) {
    ImmutableList.Builder<StepArgument> arguments = ImmutableList.builder();
    ImmutableList.Builder<Buffer> read = ImmutableList.builder();
    ImmutableList.Builder<Buffer> written = ImmutableList.builder();
    for (KernelArgument argument : kernel.arguments()) {
      switch (argument) {
        case KernelArgument.Input(int index) -> read.add(reads.get(index));
        case KernelArgument.Output(int index) -> written.add(writes.get(index));
        default -> {}
      }
      arguments.add(
          switch (argument) {
            case KernelArgument.Input(int index) -> new StepArgument.Memory(reads.get(index));
            case KernelArgument.Output(int index) -> new StepArgument.Memory(writes.get(index));
            case KernelArgument.Constant(int index) ->
                new StepArgument.Memory(constants.get(index));
            case KernelArgument.InputStart(int index) -> new StepArgument.Start(reads.get(index));
            case KernelArgument.OutputStart(int index) -> new StepArgument.Start(writes.get(index));
            case KernelArgument.Number number -> StepArgument.of(number);
          });
    }
    return steps.step(
        name,
        GENERATED,
        kernel.source(),
        kernel.function(),
        arguments.build(),
        kernel.global(),
        kernel.local(),
        read.build(),
        written.build(),
        plan);
  }

  /** A kernel that copies elements from one layout to another. */
  Kernel copy(Buffer from, Buffer to, Arena plan) {
    Value value = new Value("elements", TensorType.of(from.dtype(), from.shape()));
    Graph body = new Graph(List.of(value), List.of(), List.of(new GraphOutput.Of(value)));
    OpenClLoops loops =
        OpenClCompiler.compile(
            "copy",
            body,
            Map.of(),
            LoopOperands.strides(List.of(from)),
            LoopOperands.strides(List.of(to)),
            features);
    return step(
        "copy",
        loops.kernels().getFirst(),
        ImmutableList.of(from),
        ImmutableList.of(to),
        List.of(),
        plan);
  }
}
