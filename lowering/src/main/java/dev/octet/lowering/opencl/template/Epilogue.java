package dev.octet.lowering.opencl.template;

import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.codegen.EpilogueCompiler;
import dev.octet.lowering.codegen.opencl.ElementSource;
import dev.octet.lowering.codegen.opencl.SourceFeatures;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.fuse.PostOperation;
import dev.octet.lowering.fuse.Stored;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.opencl.step.StepArgument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What follows a product, as C.
 *
 * @param others tensors that it reads, with the name of the pointer to each
 * @param isEmpty whether nothing follows
 */
record Epilogue(ElementSource source, Map<Value, String> others, boolean isEmpty) {
  /** The product's number before anything follows. */
  static final String VALUE = "value";

  /** Names that the kernels use themselves and that the text may not. */
  private static final ImmutableSet<String> TAKEN =
      ImmutableSet.of(
          VALUE,
          "value",
          "input",
          "output",
          "weights",
          "weight",
          "weight_sums",
          "scales",
          "bias",
          "zero",
          "zero_point",
          "step",
          "step_size",
          "place",
          "channel",
          "own_channel",
          "channels",
          "position",
          "positions",
          "row",
          "rows",
          "lane",
          "lanes",
          "sum",
          "sums",
          "i",
          "j",
          "r",
          "first",
          "begin",
          "block",
          "group",
          "left",
          "right",
          "depth",
          "limit");

  /** Why it cannot be written; empty if it can. */
  static Optional<String> declines(Contraction product, SourceFeatures features) {
    return product
        .summand()
        .map(Stored::dtype)
        .filter(dtype -> !Numbers.has(dtype))
        .map(dtype -> "a summand of " + dtype)
        .or(() -> EpilogueCompiler.declines(behind(product), product.anchor().result(), features));
  }

  static Epilogue of(Contraction product, SourceFeatures features) {
    Map<Value, String> others = new LinkedHashMap<>();
    Map<Value, String> elements = new LinkedHashMap<>();
    for (PostOperation operation : product.epilogue()) {
      if (operation instanceof PostOperation.Sum(Node _, var other)
          && !others.containsKey(other.value())) {
        String name = "other" + others.size();
        others.put(other.value(), name);
        elements.put(other.value(), name + "[place]");
      }
    }
    List<Node> behind = behind(product);
    ElementSource source =
        EpilogueCompiler.compile(
            behind,
            product.anchor().result(),
            VALUE,
            elements,
            Map.of(),
            product.result(),
            TAKEN,
            features);
    return new Epilogue(source, others, behind.isEmpty());
  }

  private static List<Node> behind(Contraction product) {
    int anchor = product.nodes().indexOf(product.anchor());
    return product.nodes().subList(anchor + 1, product.nodes().size());
  }

  /** Reads the other tensors, and adds the numbers of the model. */
  void read(Emitter emitter, Layout layout, Signature signature, List<Buffer> reads) {
    others.forEach((value, name) -> {
      Buffer buffer = emitter.read(value, layout);
      reads.add(buffer);
      signature.input(Numbers.of(buffer.dtype()).type(), name, buffer);
    });
    for (ElementSource.Parameter parameter : source.parameters()) {
      signature.number(parameter.declaration(), StepArgument.of(parameter.number()));
    }
  }

  /** Functions that the text calls. */
  String helpers() {
    return String.join("\n", source.helpers().values());
  }
}
