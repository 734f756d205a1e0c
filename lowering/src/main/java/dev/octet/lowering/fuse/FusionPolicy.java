package dev.octet.lowering.fuse;

import dev.octet.graph.Node;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Optional;

/** What a backend can run; the reasons are for people. */
public interface FusionPolicy {
  /**
   * Why a product of integers must be computed in floating point; empty if it need not.
   *
   * @param product a convolution, linear layer or matrix product
   * @param input the type of the activations
   * @param largest the largest that an activation may be
   * @param weight of integers, constant or computed
   */
  Optional<String> declinesInt8(Node product, DType input, long largest, Weight weight);

  /** Why a node cannot be part of a region of generated code; empty if it can. */
  Optional<String> declinesElementwise(Node node);

  /**
   * Whether one kernel of a node and of those that read it would compute what the node reduces over
   * and over.
   *
   * @param readers in an order in which they can run
   */
  boolean repeats(Node node, List<Node> readers);
}
