package dev.octet.nn;

/** The first half of a dimension, gated by the sigmoid of the second. */
public final class GLU extends Activation {
  private final int dimension;

  public GLU() {
    this(-1);
  }

  public GLU(int dimension) {
    super("GLU");
    this.dimension = dimension;
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.glu(x, dimension);
  }
}
