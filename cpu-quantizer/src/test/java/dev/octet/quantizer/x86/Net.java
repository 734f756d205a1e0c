package dev.octet.quantizer.x86;

import dev.octet.nn.Conv2d;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;
import java.util.function.UnaryOperator;

/** A network whose forward is a lambda over its parts. */
final class Net extends Module {
  private UnaryOperator<Variable> forward = x -> x;

  <M extends Module> M with(String name, M part) {
    return add(name, part);
  }

  /** Three channels to three; the size of the image stays. */
  Conv2d conv(String name) {
    return add(name, new Conv2d(3, 3, 3).padding(1));
  }

  /** Four features to four. */
  Linear linear(String name) {
    return add(name, new Linear(4, 4));
  }

  Net forward(UnaryOperator<Variable> body) {
    forward = body;
    return this;
  }

  @Override
  protected Variable forward(Variable x) {
    return forward.apply(x);
  }

  @Override
  public String typeName() {
    return "test.Net";
  }
}
