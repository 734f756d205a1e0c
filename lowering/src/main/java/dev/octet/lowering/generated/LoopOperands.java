package dev.octet.lowering.generated;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableLongArray;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.codegen.LoopCompiler;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Strides;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A region as a body of generated loops: what it reads, what of that is part of the code, and where
 * its results lie.
 */
public record LoopOperands(
    Graph body,
    ImmutableMap<Value, Tensor> constants,
    ImmutableList<Buffer> reads,
    ImmutableList<Buffer> writes) {
  /** Why no loops compute a region; empty if they do. */
  public static Optional<String> declines(Region region) {
    if (region instanceof Contraction) {
      return Optional.of("no generated code for products");
    }
    return region.nodes().stream()
        .map(LoopCompiler::declines)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Reads what a region reads and writes what it writes. */
  public static LoopOperands of(Region region, Emitter emitter) {
    ImmutableMap.Builder<Value, Tensor> constants = ImmutableMap.builder();
    List<Value> inputs = new ArrayList<>();
    for (Value leaf : leaves(region)) {
      Optional<Tensor> constant = emitter.constant(leaf);
      if (constant.filter(LoopOperands::isNumber).isPresent()) {
        constants.put(leaf, constant.orElseThrow());
      } else {
        inputs.add(leaf);
      }
    }
    ImmutableList<Buffer> reads =
        inputs.stream().map(emitter::read).collect(ImmutableList.toImmutableList());
    ImmutableList.Builder<Buffer> writes = ImmutableList.builder();
    for (Value output : region.writes()) {
      writes.add(emitter.write(output, strides(output, reads, emitter)));
    }
    Graph body =
        new Graph(
            inputs,
            region.nodes(),
            region.writes().stream().<GraphOutput>map(GraphOutput.Of::new).toList());
    return new LoopOperands(body, constants.buildOrThrow(), reads, writes.build());
  }

  /** True if it has one element, perhaps repeated: that becomes part of the code. */
  private static boolean isNumber(Tensor constant) {
    return constant.elements() == 1
        || Arrays.stream(constant.strides()).allMatch(step -> step == 0);
  }

  /** The strides of each buffer. */
  public static List<long[]> strides(List<Buffer> buffers) {
    return buffers.stream().map(buffer -> buffer.strides().toArray()).toList();
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
