package dev.octet.nn;

/** x, multiplied by a learned slope where it is negative; one slope, or one for each channel. */
public final class PReLU extends Activation {
  private static final double START = 0.25;

  private final State weight;

  public PReLU() {
    this(1);
  }

  public PReLU(long channels) {
    super("PReLU");
    this.weight = parameter("weight", Initializer.constant(START), channels);
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.prelu(x, weight.get());
  }
}
