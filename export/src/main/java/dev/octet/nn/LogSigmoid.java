package dev.octet.nn;

/** ln(1 / (1 + exp(−x))). */
public final class LogSigmoid extends Activation {
  public LogSigmoid() {
    super("LogSigmoid");
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.logSigmoid(x);
  }
}
