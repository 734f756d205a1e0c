package dev.octet.nn.trace;

import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Value;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the numbers of the nodes that read sizes. PyTorch's tracer reads a size when it is first
 * asked for, remembers it for the tensors that took it over from one another, and at the end
 * replaces what it read by one new node for each open dimension of an input: the numbers of those
 * go on where the tracer stopped. Operators here take sizes over where an operand has the same one;
 * PyTorch differs in places, and then a number differs, nothing else.
 */
final class SizeTracks {
  /** Operators whose results have sizes that PyTorch computes anew. */
  private static final ImmutableSet<String> ANEW =
      ImmutableSet.of("slice", "lstm", "gru", "rnn_tanh", "rnn_relu");

  private final Map<Value, List<@Nullable Object>> tracks = new HashMap<>();
  private final Map<Object, Integer> inputs = new LinkedHashMap<>();
  private final Map<Value, Object> numbers = new HashMap<>();
  private final Set<Object> asked = new HashSet<>();

  void input(Value value) {
    if (value.type() instanceof TensorType type) {
      List<@Nullable Object> own = fresh(type);
      tracks.put(value, own);
      for (Object track : own) {
        if (track != null) {
          inputs.put(track, inputs.size());
        }
      }
    }
  }

  private static List<@Nullable Object> fresh(TensorType type) {
    List<@Nullable Object> own = new ArrayList<>();
    for (SymInt size : type.sizes()) {
      own.add(size.isConstant() ? null : new Object());
    }
    return own;
  }

  /** The results of a node take sizes over from its operands. */
  void results(String operator, List<Value> operands, List<Value> results) {
    boolean anew = ANEW.contains(operator);
    for (Value result : results) {
      ValueType valueType = result.type();
      if (valueType instanceof TensorType type
          && !type.sizes().stream().allMatch(SymInt::isConstant)) {
        List<@Nullable Object> own = fresh(type);
        for (int i = 0; !anew && i < own.size(); i++) {
          Object inherited = inherited(operator, type.size(i), operands);
          if (own.get(i) != null && inherited != null) {
            own.set(i, inherited);
          }
        }
        tracks.put(result, own);
      }
    }
  }

  private @Nullable Object inherited(String operator, SymInt size, List<Value> operands) {
    for (Value operand : operands) {
      List<@Nullable Object> theirs = tracks.get(operand);
      int dimension = operand.type() instanceof TensorType type ? type.sizes().indexOf(size) : -1;
      if (theirs != null && dimension >= 0) {
        return theirs.get(dimension);
      }
      if (operator.equals("expand")
          && operand.type() instanceof SymbolType.Int(SymInt number)
          && number.equals(size)) {
        return numbers.get(operand);
      }
    }
    return null;
  }

  /** Somebody asks for a size that is open. */
  void ask(Value tensor, int dimension) {
    Object track = track(tensor, dimension);
    if (track != null) {
      asked.add(track);
    }
  }

  /** A size that was asked for is this number of the graph. */
  void answer(Value tensor, int dimension, Value number) {
    Object track = track(tensor, dimension);
    if (track != null) {
      numbers.putIfAbsent(number, track);
    }
  }

  private @Nullable Object track(Value tensor, int dimension) {
    List<@Nullable Object> own = tracks.get(tensor);
    return own == null ? null : own.get(dimension);
  }

  /** What the node that reads this open dimension of an input is called at the end. */
  String nameOf(Value input, int dimension) {
    Integer position = inputs.get(track(input, dimension));
    return numbered(asked.size() + (position == null ? inputs.size() : position));
  }

  private static String numbered(int number) {
    return number == 0 ? "sym_size_int" : "sym_size_int_" + number;
  }
}
