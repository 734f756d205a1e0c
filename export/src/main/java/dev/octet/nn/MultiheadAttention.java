package dev.octet.nn;

import dev.octet.nn.trace.Callee;
import dev.octet.nn.trace.Session;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attention with several heads, of which the weights are not asked for ({@code
 * need_weights=False}). Query, key and value are (length, N, width), or (N, length, width) with
 * {@code batchFirst}.
 */
public final class MultiheadAttention extends Module {
  private static final Callee FORWARD = Callee.functional("multi_head_attention_forward");
  private static final int PROJECTIONS = 3;

  private final long width;
  private final long heads;
  private final boolean batchFirst;
  private final State inWeight;
  private final @Nullable State inBias;
  private final Linear outProjection;

  public MultiheadAttention(long width, long heads, boolean batchFirst) {
    this(width, heads, batchFirst, true);
  }

  public MultiheadAttention(long width, long heads, boolean batchFirst, boolean bias) {
    if (heads < 1 || width % heads != 0) {
      throw new InputException(
          "attention of width "
              + width
              + " cannot have "
              + heads
              + " heads: the width is no multiple");
    }
    this.width = width;
    this.heads = heads;
    this.batchFirst = batchFirst;
    this.inWeight =
        parameter(
            "in_proj_weight",
            Initializer.xavierUniform(width, PROJECTIONS * width),
            PROJECTIONS * width,
            width);
    this.inBias = bias ? parameter("in_proj_bias", Initializer.zeros(), PROJECTIONS * width) : null;
    this.outProjection =
        add(
            "out_proj",
            new Linear(width, width, bias, Initializer.fanIn(width), Initializer.zeros()));
  }

  /** Attention of each query to all keys. */
  public Variable call(Variable query, Variable key, Variable value) {
    return callAll(List.of(query, key, value)).getFirst();
  }

  @Override
  protected List<Variable> forward(List<Variable> inputs) {
    if (inputs.size() != PROJECTIONS) {
      throw new InputException(
          typeName() + " takes query, key and value, found " + inputs.size() + " inputs");
    }
    List<Variable> operands = new ArrayList<>(inputs);
    boolean self = inputs.get(0) == inputs.get(1) && inputs.get(1) == inputs.get(2);
    if (batchFirst) {
      Variable query = inputs.get(0).transpose(1, 0);
      Variable key = inputs.get(1) == inputs.get(0) ? query : inputs.get(1).transpose(1, 0);
      Variable value = inputs.get(2) == inputs.get(1) ? key : inputs.get(2).transpose(1, 0);
      operands = List.of(query, key, value);
    }
    List<Variable> arguments = operands;
    Variable result = Session.current().inFunction(FORWARD, () -> attend(arguments, self));
    return List.of(batchFirst ? result.transpose(1, 0) : result);
  }

  private Variable attend(List<Variable> operands, boolean self) {
    Variable bias = inBias == null ? null : inBias.get();
    Variable weight = inWeight.get();
    List<Variable> projected =
        self
            ? projectTogether(operands.getFirst(), weight, bias)
            : projectEach(operands, weight, bias);
    Size length = operands.get(0).size(0);
    Size batch = operands.get(0).size(1);
    Size sourceLength = operands.get(1).size(0);
    Size head = Size.of(width / heads);
    Size count = Size.of(heads);
    List<Variable> split = new ArrayList<>();
    for (int i = 0; i < PROJECTIONS; i++) {
      Size rows = batch.times(heads);
      split.add(projected.get(i).view(i == 0 ? length : sourceLength, rows, head).transpose(0, 1));
    }
    Variable query = split.get(0).view(batch, count, length, head);
    Variable key = split.get(1).view(batch, count, sourceLength, head);
    Variable value = split.get(2).view(batch, count, sourceLength, head);
    Variable attended = Functional.scaledDotProductAttention(query, key, value, null, null);
    Variable rowsOfHeads =
        attended.permute(2, 0, 1, 3).reshape(batch.times(length), Size.of(width));
    return Functional.linear(rowsOfHeads, outProjection.weightValue(), outProjection.biasValue())
        .view(length, batch, Size.of(width));
  }

  private List<Variable> projectTogether(Variable x, Variable weight, @Nullable Variable bias) {
    Variable packed =
        Functional.linear(x, weight, bias)
            .unflatten(-1, PROJECTIONS, width)
            .unsqueeze(0)
            .transpose(0, -2)
            .squeeze(-2)
            .contiguous();
    return List.of(packed.select(0, 0), packed.select(0, 1), packed.select(0, 2));
  }

  private static List<Variable> projectEach(
      List<Variable> operands, Variable weight, @Nullable Variable bias) {
    List<Variable> weights = weight.chunk(PROJECTIONS, 0);
    List<Variable> biases = bias == null ? List.of() : bias.chunk(PROJECTIONS, 0);
    List<Variable> projected = new ArrayList<>();
    for (int i = 0; i < PROJECTIONS; i++) {
      projected.add(
          Functional.linear(
              operands.get(i), weights.get(i), biases.isEmpty() ? null : biases.get(i)));
    }
    return projected;
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.activation.MultiheadAttention";
  }

  @Override
  public List<String> argumentNames() {
    return List.of("query", "key", "value");
  }
}
