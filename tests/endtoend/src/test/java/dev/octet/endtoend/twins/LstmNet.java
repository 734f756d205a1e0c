package dev.octet.endtoend.twins;

import dev.octet.nn.LSTM;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;
import java.util.List;

/** A classifier of the last output of a recurrent layer. */
final class LstmNet extends Module {
  private final LSTM rnn = add("rnn", new LSTM(8, 16).batchFirst(true));
  private final Linear fc = add("fc", new Linear(16, 4));

  @Override
  protected Variable forward(Variable x) {
    Variable output = rnn.callAll(List.of(x)).getFirst();
    return fc.call(output.at(1, -1));
  }

  @Override
  public String typeName() {
    return "zoo.LstmNet";
  }
}
