package dev.octet.nn;

/** exp(x), divided by its sum over a dimension. */
public final class Softmax extends Activation {
  private final int dimension;

  public Softmax(int dimension) {
    super("Softmax");
    this.dimension = dimension;
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.softmax(x, dimension);
  }
}
