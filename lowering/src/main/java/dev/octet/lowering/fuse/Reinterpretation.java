package dev.octet.lowering.fuse;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.graph.Value;

/**
 * The same elements under another shape or order of dimensions, in the type that they are stored
 * in: bytes need not move.
 *
 * @param anchor a reshape, flatten, permute, transpose, select, slice, split or the like
 */
public record Reinterpretation(
    ImmutableList<Node> nodes, Node anchor, Value source, ImmutableList<Value> writes)
    implements Region {
  @Override
  public ImmutableList<Value> reads() {
    return ImmutableList.of(source);
  }
}
