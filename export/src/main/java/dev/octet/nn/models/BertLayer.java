package dev.octet.nn.models;

import dev.octet.nn.Dropout;
import dev.octet.nn.Functional;
import dev.octet.nn.LayerNorm;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.Size;
import dev.octet.nn.Variable;
import java.util.List;

/** A transformer block that normalises last. Inputs: hidden state and mask. */
final class BertLayer extends Module {
  private final Attention attention = add("attention", new Attention());
  private final Intermediate intermediate = add("intermediate", new Intermediate());
  private final Output output = add("output", new Output("BertOutput", Bert.HIDDEN));

  @Override
  protected List<Variable> forward(List<Variable> inputs) {
    Variable attended = attention.callAll(inputs).getFirst();
    return output.callAll(List.of(intermediate.call(attended), attended));
  }

  @Override
  public String typeName() {
    return Bert.PACKAGE + "BertLayer";
  }

  /** Self-attention and what follows it. */
  private static final class Attention extends Module {
    private final SelfAttention self = add("self", new SelfAttention());
    private final Output output = add("output", new Output("BertSelfOutput", Bert.WIDTH));

    @Override
    protected List<Variable> forward(List<Variable> inputs) {
      Variable attended = self.callAll(inputs).getFirst();
      return output.callAll(List.of(attended, inputs.getFirst()));
    }

    @Override
    public String typeName() {
      return Bert.PACKAGE + "BertAttention";
    }
  }

  /** Scaled dot products of queries and keys, by head. */
  private static final class SelfAttention extends Module {
    private static final long HEAD = Bert.WIDTH / Bert.HEADS;

    private final Linear query = add("query", Bert.linear(Bert.WIDTH, Bert.WIDTH));
    private final Linear key = add("key", Bert.linear(Bert.WIDTH, Bert.WIDTH));
    private final Linear value = add("value", Bert.linear(Bert.WIDTH, Bert.WIDTH));

    SelfAttention() {
      add("dropout", Bert.dropout()); // acts on the attention weights, in training only
    }

    @Override
    protected List<Variable> forward(List<Variable> inputs) {
      Variable x = inputs.get(0);
      Variable queries = split(query.call(x), x);
      Variable keys = split(key.call(x), x);
      Variable values = split(value.call(x), x);
      Variable attended =
          Functional.scaledDotProductAttention(
              queries, keys, values, inputs.get(1), 1 / Math.sqrt((double) HEAD));
      return List.of(attended.transpose(1, 2).reshape(x.size(0), x.size(1), Size.of(-1)));
    }

    private static Variable split(Variable projected, Variable x) {
      return projected.view(x.size(0), x.size(1), Size.of(-1), Size.of(HEAD)).transpose(1, 2);
    }

    @Override
    public String typeName() {
      return Bert.PACKAGE + "BertSelfAttention";
    }
  }

  /** Widens each vector. */
  private static final class Intermediate extends Module {
    private final Linear dense = add("dense", Bert.linear(Bert.WIDTH, Bert.HIDDEN));
    private final GeluActivation activation = add("intermediate_act_fn", new GeluActivation());

    @Override
    protected Variable forward(Variable x) {
      return activation.call(dense.call(x));
    }

    @Override
    public String typeName() {
      return Bert.PACKAGE + "BertIntermediate";
    }
  }

  private static final class GeluActivation extends Module {
    @Override
    protected Variable forward(Variable x) {
      return Functional.gelu(x);
    }

    @Override
    public String typeName() {
      return "transformers.activations.GELUActivation";
    }
  }

  /** Back to the width of the hidden state, added to what came in, and normalised. */
  private static final class Output extends Module {
    private final String type;
    private final Linear dense;
    private final LayerNorm norm;
    private final Dropout dropout;

    Output(String type, long in) {
      this.type = type;
      dense = add("dense", Bert.linear(in, Bert.WIDTH));
      norm = add("LayerNorm", Bert.layerNorm());
      dropout = add("dropout", Bert.dropout());
    }

    @Override
    protected List<Variable> forward(List<Variable> inputs) {
      Variable projected = dropout.call(dense.call(inputs.get(0)));
      return List.of(norm.call(projected.add(inputs.get(1))));
    }

    @Override
    public String typeName() {
      return Bert.PACKAGE + type;
    }
  }
}
