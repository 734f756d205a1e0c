package dev.octet.lowering.fuse;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.graph.Value;

/**
 * Pooling that stays in the type it finds: integers in, integers of the same scale and zero point
 * out, or floating point in and out.
 *
 * @param anchor a max or average pool, or a mean over the spatial dimensions
 */
public record Pooling(ImmutableList<Node> nodes, Node anchor, Stored input, Value result)
    implements Region {
  @Override
  public ImmutableList<Value> reads() {
    return ImmutableList.of(input.value());
  }

  @Override
  public ImmutableList<Value> writes() {
    return ImmutableList.of(result);
  }
}
