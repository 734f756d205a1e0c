package dev.octet.nn;

/** 1 / (1 + exp(−x)). */
public final class Sigmoid extends Activation {
  public Sigmoid() {
    super("Sigmoid");
  }

  @Override
  protected Variable forward(Variable x) {
    return Torch.sigmoid(x);
  }
}
