package dev.octet.testkit;

import dev.octet.graph.Graph;
import dev.octet.graph.Value;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random arguments for a graph: floating-point numbers around zero, small integers, and sizes of 2
 * to 5 for symbols.
 */
public final class RandomInputs {
  private RandomInputs() {}

  /** One for each input of the graph; tensors live in the arena. */
  public static List<Object> of(Graph graph, long seed, Arena arena) {
    Random random = new Random(seed);
    Map<String, Long> symbols = new HashMap<>();
    List<Object> inputs = new ArrayList<>();
    for (Value input : graph.inputs()) {
      inputs.add(
          switch (input.type()) {
            case TensorType type -> tensor(type, symbols, random, arena);
            case SymbolType.Int(SymInt value) -> size(value, symbols, random);
            case SymbolType.Float _ -> random.nextGaussian();
            case SymbolType.Bool _ -> random.nextBoolean();
            default ->
                throw new IllegalArgumentException(
                    "no random value for input " + input + " of " + input.type());
          });
    }
    return inputs;
  }

  private static long size(SymInt size, Map<String, Long> symbols, Random random) {
    size.symbols().forEach(symbol -> symbols.computeIfAbsent(symbol, _ -> random.nextLong(2, 6)));
    return size.evaluate(symbols);
  }

  private static Tensor tensor(
      TensorType type, Map<String, Long> symbols, Random random, Arena arena) {
    long[] sizes = type.sizes().stream().mapToLong(size -> size(size, symbols, random)).toArray();
    Tensor tensor = Tensor.allocate(arena, type.dtype(), Shape.of(sizes));
    for (long i = 0; i < tensor.elements(); i++) {
      if (type.dtype().isFloatingPoint()) {
        tensor.setDouble(i, random.nextGaussian());
      } else {
        tensor.setLong(i, random.nextLong(type.dtype().isBool() ? 2 : 4));
      }
    }
    return tensor;
  }
}
