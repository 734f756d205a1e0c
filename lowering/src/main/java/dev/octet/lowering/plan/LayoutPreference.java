package dev.octet.lowering.plan;

import dev.octet.graph.Value;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.fuse.Elementwise;
import dev.octet.lowering.fuse.Pooling;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.fuse.SingleNode;
import dev.octet.op.Convolution;
import dev.octet.op.TransposedConvolution;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * In which layout the readers of a value want it: channels last for convolutions and pooling, and
 * for pointwise regions whose own results are wanted so.
 */
final class LayoutPreference {
  private final Map<Value, Layout> wanted = new HashMap<>();

  LayoutPreference(List<Region> regions) {
    for (Region region : regions.reversed()) {
      for (Value value : region.reads()) {
        if (wants(region, value)) {
          wanted.put(value, Layout.CHANNELS_LAST);
        }
      }
    }
  }

  Layout of(Value value) {
    return wanted.getOrDefault(value, Layout.ROW_MAJOR);
  }

  private boolean wants(Region region, Value value) {
    return switch (region) {
      case Contraction product -> isImage(product);
      case Pooling _ -> true;
      case Elementwise _, SingleNode _ ->
          region.writes().stream()
              .anyMatch(result ->
                  of(result) == Layout.CHANNELS_LAST
                      && result.type() instanceof dev.octet.op.TensorType type
                      && value.type() instanceof dev.octet.op.TensorType own
                      && type.rank() == own.rank());
      default -> false;
    };
  }

  private static boolean isImage(Contraction product) {
    return product.anchor().op() instanceof Convolution
        || product.anchor().op() instanceof TransposedConvolution;
  }
}
