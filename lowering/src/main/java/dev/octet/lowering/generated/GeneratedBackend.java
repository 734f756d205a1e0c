package dev.octet.lowering.generated;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.codegen.LoopCompiler;
import dev.octet.lowering.codegen.LoopKernel;
import dev.octet.lowering.codegen.LoopOptions;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Strides;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs regions without products as generated code. */
public final class GeneratedBackend implements Backend {
  /** How ledgers call this backend. */
  public static final String NAME = "generated";

  /** Constants of at most this many elements are part of the code. */
  private static final long SMALL = 1;

  private final LoopOptions options;

  public GeneratedBackend(LoopOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> lower(Region region, Emitter emitter) {
    if (region instanceof Contraction) {
      return Optional.of("no generated code for products");
    }
    for (Node node : region.nodes()) {
      Optional<String> declined = LoopCompiler.declines(node);
      if (declined.isPresent()) {
        return declined;
      }
    }
    Map<Value, Tensor> constants = new HashMap<>();
    List<Value> inputs = new ArrayList<>();
    for (Value leaf : leaves(region)) {
      Optional<Tensor> constant = emitter.constant(leaf);
      if (constant.isPresent() && constant.get().elements() <= SMALL) {
        constants.put(leaf, constant.get());
      } else {
        inputs.add(leaf);
      }
    }
    List<Buffer> reads = inputs.stream().map(emitter::read).toList();
    List<Buffer> writes = new ArrayList<>();
    for (Value output : region.writes()) {
      writes.add(emitter.write(output, strides(output, reads, emitter)));
    }
    Graph body =
        new Graph(
            inputs,
            region.nodes(),
            region.writes().stream().<GraphOutput>map(GraphOutput.Of::new).toList());
    LoopKernel kernel =
        LoopCompiler.compile(
            region.label(),
            body,
            constants,
            reads.stream().map(buffer -> buffer.strides().toArray()).toList(),
            writes.stream().map(buffer -> buffer.strides().toArray()).toList(),
            options);
    emitter.emit(
        new GeneratedKernel(
            kernel,
            options.vectors() ? "vectors" : "scalar",
            ImmutableList.copyOf(reads),
            ImmutableList.copyOf(writes)));
    return Optional.empty();
  }

  /** Channels last where readers want it, or where an image comes so and nobody minds. */
  private static ImmutableLongArray strides(Value output, List<Buffer> reads, Emitter emitter) {
    Shape shape = output.tensorType().shape();
    if (emitter.preferred(output) == Layout.CHANNELS_LAST) {
      return Strides.channelsLast(shape);
    }
    Optional<ImmutableLongArray> wanted = emitter.preferredStrides(output);
    if (wanted.isPresent()) {
      return wanted.get();
    }
    for (Buffer read : reads) {
      if (read.shape().equals(shape)
          && !read.isRowMajor()
          && Strides.same(shape, read.strides(), Strides.channelsLast(shape))) {
        return read.strides();
      }
    }
    return Strides.rowMajor(shape);
  }

  private static List<Value> leaves(Region region) {
    Set<Value> made = new HashSet<>();
    region.nodes().forEach(node -> made.addAll(node.results()));
    return region.nodes().stream()
        .flatMap(node -> node.operands().stream())
        .filter(value -> !made.contains(value))
        .distinct()
        .toList();
  }
}
