package dev.octet.lowering.canonical;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.Value;
import dev.octet.graph.rewrite.Rewriter;
import dev.octet.lowering.freeze.FrozenGraph;

/** Applies the rules of this package until none applies. */
public final class CanonicalForm {
  private static final Rewriter RULES =
      Rewriter.of(
          new AddMmAsLinear(),
          new FactorsOfEqualRank(),
          new ViewAsPermute(),
          new ViewAsReshape(),
          new MergeReshapes(),
          new JoinOfIntegers(),
          new QuantizeBeforeMaxPool(),
          new QuantizeBeforeView(),
          new QuantizeBeforeUpsample(),
          new MoveBeforeDequantize(),
          new SignedSecondFactor(),
          new ReshapeBeforeLinear());

  private CanonicalForm() {}

  /** The graph in canonical form. */
  public static FrozenGraph apply(FrozenGraph frozen) {
    Graph graph = frozen.graph();
    // Constants take part as inputs, so that no new value gets the name of one.
    ImmutableList<Value> known =
        ImmutableList.<Value>builder()
            .addAll(graph.inputs())
            .addAll(frozen.constants().keySet())
            .build();
    Graph rewritten = RULES.rewrite(new Graph(known, graph.nodes(), graph.outputs()));
    return frozen.withGraph(new Graph(graph.inputs(), rewritten.nodes(), rewritten.outputs()));
  }
}
