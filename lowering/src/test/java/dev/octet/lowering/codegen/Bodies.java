package dev.octet.lowering.codegen;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Value;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Builds small bodies. */
public final class Bodies {
  private Bodies() {}

  public static Value call(GraphBuilder builder, String name, @Nullable Object... arguments) {
    return builder.call(OpName.parse(name), arguments);
  }

  public static TensorType type(DType dtype, long... sizes) {
    return TensorType.of(dtype, sizes);
  }

  /** One output of some inputs. */
  public static Graph of(BiFunction<GraphBuilder, List<Value>, Value> make, TensorType... inputs) {
    return Graph.build(builder -> {
      List<Value> values = Arrays.stream(inputs).map(type -> builder.input("x", type)).toList();
      builder.output(make.apply(builder, values));
    });
  }

  /** One operator of one input. */
  public static Graph unary(String name, TensorType input, @Nullable Object... more) {
    return of(
        (b, x) -> {
          Object[] arguments = new Object[more.length + 1];
          arguments[0] = x.get(0);
          System.arraycopy(more, 0, arguments, 1, more.length);
          return call(b, name, arguments);
        },
        input);
  }

  public static Value quantize(GraphBuilder b, Value x, double scale, long zeroPoint, DType type) {
    return call(
        b,
        "quantized_decomposed.quantize_per_tensor.default",
        x,
        scale,
        zeroPoint,
        type.minValue(),
        type.maxValue(),
        type);
  }

  public static Value dequantize(
      GraphBuilder b, Value x, double scale, long zeroPoint, DType type) {
    return call(
        b,
        "quantized_decomposed.dequantize_per_tensor.default",
        x,
        scale,
        zeroPoint,
        type.minValue(),
        type.maxValue(),
        type);
  }
}
