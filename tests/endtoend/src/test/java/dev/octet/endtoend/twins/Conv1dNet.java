package dev.octet.endtoend.twins;

import dev.octet.nn.BatchNorm1d;
import dev.octet.nn.Conv1d;
import dev.octet.nn.Functional;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;

/** Convolutions over one dimension. */
final class Conv1dNet extends Module {
  private final Conv1d c1 = add("c1", new Conv1d(4, 8, 5).padding(2));
  private final BatchNorm1d b1 = add("b1", new BatchNorm1d(8));
  private final Conv1d c2 = add("c2", new Conv1d(8, 8, 3).stride(2).dilation(2));

  @Override
  protected Variable forward(Variable x) {
    return c2.call(Functional.relu(b1.call(c1.call(x))));
  }

  @Override
  public String typeName() {
    return "zoo.Conv1dNet";
  }
}
