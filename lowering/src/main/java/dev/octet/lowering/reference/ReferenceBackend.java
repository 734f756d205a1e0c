package dev.octet.lowering.reference;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.op.TensorType;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs a region on the reference evaluator. */
public final class ReferenceBackend implements Backend {
  public ReferenceBackend() {}

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public Optional<String> lower(Region region, Emitter emitter) {
    List<Value> inputs = leaves(region);
    List<Value> outputs =
        region.writes().stream().filter(value -> value.type() instanceof TensorType).toList();
    List<Buffer> reads = new ArrayList<>();
    for (Value input : inputs) {
      reads.add(emitter.read(input));
    }
    List<Buffer> writes = new ArrayList<>();
    for (Value output : outputs) {
      writes.add(emitter.write(output, Layout.ROW_MAJOR));
    }
    Graph graph =
        new Graph(
            inputs,
            region.nodes(),
            outputs.stream().<GraphOutput>map(GraphOutput.Of::new).toList());
    emitter.emit(
        new ReferenceKernel(
            region.label(), graph, ImmutableList.copyOf(reads), ImmutableList.copyOf(writes)));
    return Optional.empty();
  }

  /** What the region's nodes read and none of them makes. */
  private static List<Value> leaves(Region region) {
    Set<Value> made = new HashSet<>();
    region.nodes().forEach(node -> made.addAll(node.results()));
    return region.nodes().stream()
        .flatMap(node -> node.operands().stream())
        .filter(value -> !made.contains(value))
        .distinct()
        .toList();
  }

  @Override
  public Optional<Kernel> move(Buffer from, Buffer to, Arena arena) {
    return Optional.of(new CopyKernel(from, to));
  }
}
