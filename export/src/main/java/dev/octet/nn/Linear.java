package dev.octet.nn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code y = x · weightᵀ + bias} over (…, in). */
public final class Linear extends Module {
  private final State weight;
  private final @Nullable State bias;

  public Linear(long in, long out) {
    this(in, out, true);
  }

  public Linear(long in, long out, boolean bias) {
    this(in, out, bias, Initializer.fanIn(in), Initializer.fanIn(in));
  }

  /** With other first values than PyTorch's default. */
  public Linear(
      long in, long out, boolean bias, Initializer weightInitializer, Initializer biasInitializer) {
    this.weight = parameter("weight", weightInitializer, out, in);
    this.bias = bias ? parameter("bias", biasInitializer, out) : null;
  }

  @Nullable Variable biasValue() {
    return bias == null ? null : bias.get();
  }

  Variable weightValue() {
    return weight.get();
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.linear(x, weight.get(), biasValue());
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.linear.Linear";
  }

  @Override
  public List<String> argumentNames() {
    return List.of("input");
  }
}
