package dev.octet.quantizer.annotate;

import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.TensorType;
import dev.octet.quantizer.spec.DerivedQuantizationSpec;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.quantizer.spec.QuantizationSpecBase;
import dev.octet.quantizer.spec.SharedQuantizationSpec;
import dev.octet.quantizer.spec.Site;
import dev.octet.tensor.DType;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks what every backend needs of annotations: sites that exist and carry tensors of a type that
 * can be quantized, sharing and derivation that refer to annotated sites and do not run in a
 * circle, channel axes that are dimensions of a known size.
 */
public final class AnnotationCheck {
  /** What quantize operators read. */
  private static final ImmutableSet<DType> QUANTIZABLE =
      ImmutableSet.of(DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16);

  private final Graph graph;
  private final Annotations annotations;
  private final Map<String, Node> nodes = new HashMap<>();

  private AnnotationCheck(Graph graph, Annotations annotations) {
    this.graph = graph;
    this.annotations = annotations;
    for (Node node : graph.nodes()) {
      nodes.put(node.name(), node);
    }
  }

  /**
   * Refuses unsound annotations.
   *
   * @throws AnnotationException naming the site, what was found and what to do
   */
  public static void check(Graph graph, Annotations annotations) {
    AnnotationCheck check = new AnnotationCheck(graph, annotations);
    annotations
        .sites()
        .forEach((site, spec) -> {
          Value value = check.valueAt(site);
          spec.ifPresent(found -> check.checkSpec(site, value, found));
        });
  }

  private Value valueAt(Site site) {
    return switch (site) {
      case Site.Input(String name, int index) -> {
        Node node = nodes.get(name);
        if (node == null) {
          throw new AnnotationException(
              site
                  + " is annotated, but the graph has no node %"
                  + name
                  + "; annotate nodes of the program that annotate() was given");
        }
        if (index >= node.operands().size()) {
          throw new AnnotationException(
              site + " is annotated, but " + node + " has " + node.operands().size() + " operands");
        }
        yield node.operand(index);
      }
      case Site.Output(String name) ->
          graph
              .find(name)
              .orElseThrow(() ->
                  new AnnotationException(
                      site + " is annotated, but the graph has no value %" + name));
    };
  }

  private String describe(Site site) {
    return switch (site) {
      case Site.Input(String name, int index) ->
          "operand " + index + " of " + (nodes.containsKey(name) ? nodes.get(name) : "%" + name);
      case Site.Output(String name) ->
          "output of "
              + graph
                  .find(name)
                  .flatMap(graph::producer)
                  .map(Node::toString)
                  .orElse("graph input %" + name);
    };
  }

  private void checkSpec(Site site, Value value, QuantizationSpecBase spec) {
    if (!(value.type() instanceof TensorType type) || !type.dtype().isFloatingPoint()) {
      throw new AnnotationException(
          describe(site)
              + " is annotated, but "
              + value
              + " is "
              + value.type()
              + "; only floating-point tensors can be quantized");
    }
    if (!QUANTIZABLE.contains(type.dtype())) {
      throw new AnnotationException(
          describe(site)
              + " is annotated, but "
              + value
              + " is "
              + type
              + "; quantize operators take f32, f16 or bf16: leave this site alone, or convert the"
              + " model to float32 before it is exported");
    }
    switch (spec) {
      case SharedQuantizationSpec(Site target) -> {
        requireAnnotated(site, target, "shares the observer of");
        checkSharingEnds(site);
        Site owner = resolve(site);
        annotations
            .spec(owner)
            .ifPresent(own -> checkChannels(site, value, type, channelAxis(own), owner));
      }
      case DerivedQuantizationSpec derived -> {
        for (Site source : derived.derivedFrom()) {
          requireAnnotated(site, source, "derives its parameters from");
          checkSharingEnds(source);
          if (annotations.spec(resolve(source)).orElse(null) instanceof DerivedQuantizationSpec) {
            throw new AnnotationException(
                describe(site)
                    + " derives its parameters from "
                    + describe(source)
                    + ", whose parameters are derived themselves; name an observed site");
          }
        }
        checkChannels(site, value, type, channelAxis(derived), site);
      }
      case QuantizationSpec observed ->
          checkChannels(site, value, type, channelAxis(observed), site);
      default -> {}
    }
  }

  /** The axis that has a scale for each index; null where there is one scale. */
  private static @Nullable Integer channelAxis(QuantizationSpecBase spec) {
    return switch (spec) {
      case QuantizationSpec observed when observed.observer().isPerChannel() ->
          observed.channelAxis();
      case DerivedQuantizationSpec derived
          when derived.qscheme() != null && derived.qscheme().isPerChannel() ->
          derived.channelAxis();
      default -> null;
    };
  }

  /**
   * Scales are stored, one for each channel: their number must be known.
   *
   * @param owner the site that the axis was given to, if others share with it
   */
  private void checkChannels(
      Site site, Value value, TensorType type, @Nullable Integer axis, Site owner) {
    if (axis == null) {
      return;
    }
    String found =
        describe(site)
            + ": channel axis "
            + axis
            + (owner.equals(site) ? "" : ", that of " + describe(owner));
    if (axis >= type.rank()) {
      throw new AnnotationException(
          found
              + ", but "
              + value
              + " is "
              + type
              + "; name a dimension that it has, counted from 0, or use a scheme per tensor");
    }
    if (!type.size(axis).isConstant()) {
      throw new AnnotationException(
          found
              + ", but "
              + value
              + " is "
              + type
              + ", where the size of this dimension is dynamic; scales per channel need a fixed"
              + " number of channels: name another axis, use a scheme per tensor, or export the"
              + " model with this size fixed");
    }
    if (valueAt(owner).type() instanceof TensorType shared
        && axis < shared.rank()
        && shared.size(axis).isConstant()
        && !shared.size(axis).equals(type.size(axis))) {
      throw new AnnotationException(
          found
              + ", but "
              + value
              + " has "
              + type.size(axis)
              + " channels there and "
              + valueAt(owner)
              + " has "
              + shared.size(axis)
              + "; only tensors with equally many channels can share scales per channel");
    }
  }

  private void requireAnnotated(Site site, Site target, String relation) {
    valueAt(target);
    if (annotations.spec(target).isEmpty()) {
      throw new AnnotationException(
          describe(site)
              + " "
              + relation
              + " "
              + describe(target)
              + ", which has no spec; annotate that one too, or refer to one that is annotated");
    }
  }

  private Site resolve(Site site) {
    Site current = site;
    while (annotations.spec(current).orElse(null) instanceof SharedQuantizationSpec(Site next)) {
      current = next;
    }
    return current;
  }

  private void checkSharingEnds(Site start) {
    Set<Site> path = new LinkedHashSet<>();
    Site current = start;
    while (annotations.spec(current).orElse(null) instanceof SharedQuantizationSpec(Site next)) {
      if (!path.add(current)) {
        List<String> circle = path.stream().map(this::describe).toList();
        throw new AnnotationException(
            "sites share each other's observer in a circle: "
                + String.join(" → ", circle)
                + " → "
                + describe(current)
                + "; one of them needs a spec of its own");
      }
      current = next;
    }
  }
}
