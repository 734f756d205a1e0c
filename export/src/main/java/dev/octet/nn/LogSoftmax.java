package dev.octet.nn;

/** The logarithm of the softmax over a dimension. */
public final class LogSoftmax extends Activation {
  private final int dimension;

  public LogSoftmax(int dimension) {
    super("LogSoftmax");
    this.dimension = dimension;
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.logSoftmax(x, dimension);
  }
}
