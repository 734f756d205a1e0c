package dev.octet.graph.evaluate.kernel;

import dev.octet.op.infer.Equation;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Scaled dot-product attention: {@code softmax(query · keyᵀ · scale + mask) · value}. */
final class AttentionKernels {
  private AttentionKernels() {}

  static void register(Kernels kernels) {
    kernels.add(in -> attend(in).getFirst(), "aten.scaled_dot_product_attention.default");
    kernels.add(
        in -> {
          List<Tensor> all = attend(in);
          return List.of(all.get(0), all.get(1));
        },
        "aten._scaled_dot_product_attention_math.default");
    kernels.add(
        in -> {
          List<Tensor> all = attend(in);
          return List.of(all.get(0), all.get(2));
        },
        "aten._scaled_dot_product_flash_attention_for_cpu.default");
  }

  /** Result, probabilities, and the logarithm of the sum of exponentials for each query. */
  private static List<Tensor> attend(KernelArguments in) {
    if (in.real("dropout_p") != 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: 'dropout_p' is %s, expected 0: a random result cannot be evaluated",
              in.op().name(),
              in.real("dropout_p")));
    }
    Tensor query = in.tensor("query");
    Tensor result = in.allocateResult(0);
    long[] batch = Arrays.copyOf(result.shape().toArray(), result.shape().rank() - 2);
    long width = query.shape().size(-1);
    long queries = query.shape().size(-2);
    long keys = in.tensor("key").shape().size(-2);
    Shape queryShape = shape(batch, queries, width);
    Shape keyShape = shape(batch, keys, width);
    Shape valueShape = shape(batch, keys, result.shape().size(-1));
    Shape scoreShape = shape(batch, queries, keys);

    double scale = in.isNone("scale") ? 1 / Math.sqrt((double) width) : in.real("scale");
    Numbers scores =
        product(
            "...le,...se->...ls",
            Numbers.of(query).expand(query.shape(), queryShape),
            queryShape,
            heads(in, "key", keyShape),
            keyShape);
    scores.scale(scale);
    addMask(in, scores, scoreShape);
    double[] logarithms = softmax(scores, (int) keys, (int) (Shape.of(batch).elements() * queries));
    product("...ls,...se->...le", scores, scoreShape, heads(in, "value", valueShape), valueShape)
        .storeIn(result);

    Tensor probabilities = scores.storeIn(in.allocate(query.dtype(), scoreShape));
    DType computed = query.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    Tensor sums =
        in.allocate(computed, Shape.of(Arrays.copyOf(scoreShape.toArray(), scoreShape.rank() - 1)));
    for (int i = 0; i < logarithms.length; i++) {
      sums.setDouble(i, logarithms[i]);
    }
    return List.of(result, probabilities, sums);
  }

  private static Shape shape(long[] batch, long rows, long columns) {
    long[] sizes = Arrays.copyOf(batch, batch.length + 2);
    sizes[batch.length] = rows;
    sizes[batch.length + 1] = columns;
    return Shape.of(sizes);
  }

  private static Numbers product(
      String equation, Numbers a, Shape aShape, Numbers b, Shape bShape) {
    Equation parsed = Equation.parse(equation, List.of(aShape.rank(), bShape.rank()));
    return Contraction.evaluate(parsed, List.of(a, b), List.of(aShape.toArray(), bShape.toArray()));
  }

  /**
   * Key or value with one head for each head of the query; neighbouring heads of the query share
   * one.
   */
  private static Numbers heads(KernelArguments in, String parameter, Shape wanted) {
    Tensor tensor = in.tensor(parameter);
    Shape shape = tensor.shape();
    Numbers values = Numbers.of(tensor);
    if (!in.has("enable_gqa") || !in.bool("enable_gqa")) {
      return values.expand(shape, wanted);
    }
    long shared = shape.size(-3);
    long[] rest = {shape.size(-2), shape.size(-1)};
    long outer = shared == 0 ? 0 : wanted.elements() / (wanted.size(-3) * rest[0] * rest[1]);
    return values.expand(
        Shape.of(outer, shared, 1, rest[0], rest[1]),
        Shape.of(outer, shared, wanted.size(-3) / shared, rest[0], rest[1]));
  }

  private static void addMask(KernelArguments in, Numbers scores, Shape shape) {
    if (in.bool("is_causal")) {
      int queries = (int) shape.size(-2);
      int keys = (int) shape.size(-1);
      for (int i = 0; i < scores.size(); i++) {
        if (i % keys > i / keys % queries) {
          scores.set(i, Double.NEGATIVE_INFINITY);
        }
      }
    }
    in.optionalTensor("attn_mask")
        .ifPresent(mask -> {
          Numbers values = Numbers.of(mask).expand(mask.shape(), shape);
          for (int i = 0; i < scores.size(); i++) {
            double added =
                mask.dtype().isBool()
                    ? (values.get(i) != 0 ? 0 : Double.NEGATIVE_INFINITY)
                    : values.get(i);
            scores.set(i, scores.get(i) + added);
          }
        });
  }

  /**
   * Replaces each row of scores by its softmax; a row in which every key is masked becomes zeros.
   *
   * @return the logarithm of the sum of exponentials of each row
   */
  private static double[] softmax(Numbers scores, int keys, int rows) {
    double[] logarithms = new double[rows];
    for (int row = 0; row < rows; row++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < keys; k++) {
        largest = Math.max(largest, scores.get(row * keys + k));
      }
      double sum = 0;
      for (int k = 0; k < keys && largest != Double.NEGATIVE_INFINITY; k++) {
        sum += Math.exp(scores.get(row * keys + k) - largest);
      }
      for (int k = 0; k < keys; k++) {
        double part =
            largest == Double.NEGATIVE_INFINITY
                ? 0
                : Math.exp(scores.get(row * keys + k) - largest) / sum;
        scores.set(row * keys + k, part);
      }
      logarithms[row] = largest + Math.log(sum);
    }
    return logarithms;
  }
}
