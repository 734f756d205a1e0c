package dev.octet.quantizer.compare;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.QuantizedModel;

/**
 * A float graph, its quantized twin and the isolated copies of quantized nodes as one program. What
 * is compared stands close together, so that no value has to be kept for long.
 *
 * @param nodes what is compared, in the order of the float graph
 * @param watches what each {@code octet.observe} node of the program shows, by its name
 * @param results how many results are compared, of all nodes
 * @param outputs how many outputs each of the two graphs has that are tensors
 */
record JointProgram(
    ExportedProgram program,
    ImmutableList<Compared> nodes,
    ImmutableMap<String, Watch> watches,
    int results,
    int outputs) {

  /**
   * A pair of nodes.
   *
   * @param isolation how its isolated error is found
   */
  record Compared(Pairing.Pair pair, Isolation isolation) {}

  /** How the isolated error of a node is found. */
  enum Isolation {
    /** Nothing is quantized, so there is none. */
    NONE,
    /** Nothing quantized stands before the node: the accumulated error is its own. */
    ACCUMULATED,
    /** By a copy. */
    COPY
  }

  /** Which value an {@code octet.observe} node shows. */
  enum Role {
    REFERENCE,
    ACCUMULATED,
    ISOLATED
  }

  /**
   * A value that is shown.
   *
   * @param node index into {@link #nodes}
   * @param result counted over all nodes
   * @param readers of a reference: with how many values it is compared
   */
  record Watch(Role role, int node, int result, int readers) {}

  static JointProgram of(ExportedProgram reference, QuantizedModel quantized) {
    return new JointProgramBuilder(reference, quantized).build();
  }
}
