package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Normalizations: {@code (x − mean) / √(variance + eps) · weight + bias}, computed in double and
 * rounded once. Running statistics are read, never written: a program that updates them says so in
 * its signature.
 */
final class NormalizationKernels {
  private NormalizationKernels() {}

  static void register(Kernels kernels) {
    kernels.add(in -> batch(in, in.bool("training")).getFirst(), "aten.batch_norm.default");
    kernels.add(
        in -> batch(in, in.bool("training")),
        "aten.native_batch_norm.default",
        "aten._native_batch_norm_legit.default",
        "aten._native_batch_norm_legit.no_stats");
    kernels.add(in -> batch(in, false), "aten._native_batch_norm_legit_no_training.default");
    kernels.add(in -> rows(in, normalized(in), false).getFirst(), "aten.layer_norm.default");
    kernels.add(in -> rows(in, normalized(in), false), "aten.native_layer_norm.default");
    kernels.add(in -> rows(in, normalized(in), true).getFirst(), "aten.rms_norm.default");
    kernels.add(
        in -> {
          List<Tensor> all = rows(in, normalized(in), true);
          return List.of(all.get(0), all.get(2));
        },
        "aten._fused_rms_norm.default");
    kernels.add(in -> groups(in, in.integer("num_groups")).getFirst(), "aten.group_norm.default");
    kernels.add(in -> groups(in, in.integer("group")), "aten.native_group_norm.default");
    kernels.add(
        in ->
            in.bool("use_input_stats")
                ? groups(in, in.tensor("input").shape().size(1)).getFirst()
                : batch(in, false).getFirst(),
        "aten.instance_norm.default");
  }

  /**
   * Which statistic and which parameter an element uses: {@code set = i / setStride mod sets},
   * {@code parameter = i / parameterStride mod parameters}.
   */
  private record Layout(int sets, int setStride, int parameters, int parameterStride) {
    int set(int element) {
      return element / setStride % sets;
    }

    int parameter(int element) {
      return element / parameterStride % parameters;
    }
  }

  /** Mean and reciprocal standard deviation of each set of elements. */
  private static final class Statistics {
    private final double[] mean;
    private final double[] inverse;

    private Statistics(double[] mean, double[] inverse) {
      this.mean = mean;
      this.inverse = inverse;
    }
  }

  private static List<Tensor> batch(KernelArguments in, boolean training) {
    Shape shape = in.tensor("input").shape();
    int channels = (int) shape.size(1);
    int inner = inner(shape);
    Layout layout = new Layout(Math.max(channels, 1), inner, Math.max(channels, 1), inner);
    Numbers x = Numbers.of(in.tensor("input"));
    Statistics statistics = training ? measured(x, layout, false, in.real("eps")) : given(in);
    Tensor result = normalized(in, x, layout, statistics);
    if (!in.op().name().base().startsWith("_native")
        && !in.op().name().base().startsWith("native")) {
      return List.of(result);
    }
    Tensor mean = in.allocateResult(1);
    Tensor inverse = in.allocateResult(2);
    return training
        ? List.of(result, filled(mean, statistics.mean), filled(inverse, statistics.inverse))
        : List.of(result, mean, inverse);
  }

  /** The product of the sizes behind batch and channels, at least 1. */
  private static int inner(Shape shape) {
    int inner = 1;
    for (int d = 2; d < shape.rank(); d++) {
      inner *= (int) Math.max(shape.size(d), 1);
    }
    return inner;
  }

  private static Statistics given(KernelArguments in) {
    if (!in.has("running_mean") || in.isNone("running_mean") || in.isNone("running_var")) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: 'running_mean' and 'running_var' are missing, expected both where the statistics of the input are not used",
              in.op().name()));
    }
    double eps = in.real("eps");
    double[] inverse = in.tensor("running_var").toDoubleArray();
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] = 1 / Math.sqrt(inverse[i] + eps);
    }
    return new Statistics(in.tensor("running_mean").toDoubleArray(), inverse);
  }

  /** The trailing dimensions that are normalized together, as a number of elements. */
  private static int normalized(KernelArguments in) {
    return (int) Arrays.stream(in.longs("normalized_shape")).reduce(1, (a, b) -> a * b);
  }

  private static List<Tensor> rows(KernelArguments in, int length, boolean aroundZero) {
    Numbers x = Numbers.of(in.tensor("input"));
    int size = Math.max(length, 1);
    Layout layout = new Layout(Math.max(x.size() / size, 1), size, size, 1);
    DType dtype = in.tensor("input").dtype();
    double eps =
        in.isNone("eps")
            ? (dtype == DType.FLOAT64 ? Math.ulp(1.0) : epsilon(dtype))
            : in.real("eps");
    return results(in, x, layout, measured(x, layout, aroundZero, eps), aroundZero);
  }

  private static double epsilon(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> 0x1p-10;
      case BFLOAT16 -> 0x1p-7;
      default -> Math.ulp(1f);
    };
  }

  private static List<Tensor> groups(KernelArguments in, long groups) {
    Shape shape = in.tensor("input").shape();
    Numbers x = Numbers.of(in.tensor("input"));
    int sets = (int) Math.max(shape.size(0) * groups, 1);
    int channels = (int) Math.max(shape.size(1), 1);
    Layout layout = new Layout(sets, Math.max(x.size() / sets, 1), channels, inner(shape));
    return results(in, x, layout, measured(x, layout, false, in.real("eps")), false);
  }

  /** The result, and mean and reciprocal deviation where the operator gives them. */
  private static List<Tensor> results(
      KernelArguments in, Numbers x, Layout layout, Statistics statistics, boolean aroundZero) {
    Tensor result = normalized(in, x, layout, statistics);
    if (in.resultCount() == 1) {
      return List.of(result);
    }
    Tensor inverse = filled(in.allocateResult(in.resultCount() - 1), statistics.inverse);
    return List.of(
        result, aroundZero ? inverse : filled(in.allocateResult(1), statistics.mean), inverse);
  }

  private static Tensor filled(Tensor tensor, double[] values) {
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.setDouble(i, values[i]);
    }
    return tensor;
  }

  /**
   * The statistics of the elements.
   *
   * @param aroundZero takes the mean as 0: the root mean square
   */
  private static Statistics measured(Numbers x, Layout layout, boolean aroundZero, double eps) {
    double[] mean = new double[layout.sets];
    double[] inverse = new double[layout.sets];
    double count = (double) x.size() / layout.sets;
    for (int i = 0; i < x.size() && !aroundZero; i++) {
      mean[layout.set(i)] += x.get(i) / count;
    }
    for (int i = 0; i < x.size(); i++) {
      double distance = x.get(i) - mean[layout.set(i)];
      inverse[layout.set(i)] += distance * distance / count;
    }
    for (int set = 0; set < layout.sets; set++) {
      inverse[set] = 1 / Math.sqrt(inverse[set] + eps);
    }
    return new Statistics(mean, inverse);
  }

  private static Tensor normalized(
      KernelArguments in, Numbers x, Layout layout, Statistics statistics) {
    double[] weight = parameter(in, "weight", layout.parameters, 1);
    double[] bias = parameter(in, "bias", layout.parameters, 0);
    Numbers result = x.zeros(x.size());
    for (int i = 0; i < x.size(); i++) {
      int set = layout.set(i);
      int parameter = layout.parameter(i);
      result.set(
          i,
          (x.get(i) - statistics.mean[set]) * statistics.inverse[set] * weight[parameter]
              + bias[parameter]);
    }
    return result.storeIn(in.allocateResult(0));
  }

  private static double[] parameter(KernelArguments in, String name, int count, double absent) {
    Optional<Tensor> given = in.has(name) ? in.optionalTensor(name) : Optional.empty();
    if (given.isPresent() && given.get().elements() > 0) {
      return given.get().toDoubleArray();
    }
    double[] values = new double[count];
    Arrays.fill(values, absent);
    return values;
  }
}
