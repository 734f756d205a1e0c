package dev.octet.lowering.fuse;

import static com.google.common.collect.MoreCollectors.onlyElement;
import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.lowering.ProgramSketch.Drawing;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.lowering.freeze.BoundSketch;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A sketch after fusion, and what tests ask about it. Regions must find what they read, and the
 * caller what the graph gives.
 */
record Fused(Fusion.Result result) {
  static final Grid GRID = new Grid(DType.UINT8, 0.05, 100, 0, 255);
  static final Grid OTHER = new Grid(DType.UINT8, 0.04, 120, 0, 255);

  Fused {
    Set<Value> known = new HashSet<>(result.frozen().graph().inputs());
    known.addAll(result.frozen().constants().keySet());
    for (Region region : result.regions()) {
      assertWithMessage("%s", region.label()).that(known).containsAtLeastElementsIn(region.reads());
      known.addAll(region.writes());
    }
    for (GraphOutput output : result.frozen().graph().outputs()) {
      assertThat(known).contains(((GraphOutput.Of) output).value());
    }
  }

  /** What {@link #behindProduct} draws first. */
  static final String PRODUCT = "dequantize + dequantize + linear";

  static Fused of(Drawing drawing) {
    return of(TestPolicy.ANY, drawing);
  }

  static Fused of(FusionPolicy policy, Drawing drawing) {
    return new Fused(Fusion.fuse(BoundSketch.of(drawing), policy));
  }

  /** Numbers that integers, which the caller gives, stand for. */
  static Value integers(ProgramSketch at, long... sizes) {
    return at.dequantize(at.input(DType.UINT8, sizes), GRID);
  }

  /** A product of integers, 2 x 3, and what is drawn behind it; no code is generated. */
  static Fused behindProduct(BiFunction<ProgramSketch, Value, List<Value>> drawing) {
    return of(
        TestPolicy.withoutCode(),
        at -> {
          Value x = integers(at, 2, 4);
          Value y = at.at().call(AtenOps.LINEAR, x, at.int8Weights(false, 60, 3, 4));
          return drawing.apply(at, y);
        });
  }

  /** Calls an operator of one tensor. */
  static Value apply(ProgramSketch at, String function, Value value) {
    return at.at().call(OpName.aten(function, "default"), value);
  }

  Graph graph() {
    return result.frozen().graph();
  }

  /** An input, a constant or a result by its name. */
  Value value(String name) {
    return result.frozen().constants().keySet().stream()
        .filter(value -> value.name().equals(name))
        .findFirst()
        .orElseGet(() -> graph().value(name));
  }

  Tensor constant(String name) {
    return result.frozen().constant(value(name)).orElseThrow();
  }

  ImmutableList<Region> regions() {
    return result.regions();
  }

  /** What the regions compute, in their order. */
  ImmutableList<String> labels() {
    return regions().stream().map(Fused::label).collect(ImmutableList.toImmutableList());
  }

  /** With quantize and dequantize of one scale by shorter names. */
  static String label(Region region) {
    return region.label().replace("quantize_per_tensor", "quantize");
  }

  /** The only region of a kind. */
  <R extends Region> R only(Class<R> kind) {
    return regions().stream().filter(kind::isInstance).map(kind::cast).collect(onlyElement());
  }
}
