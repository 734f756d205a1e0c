package dev.octet.nn;

import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;

/** How a parameter or buffer gets its first values; PyTorch's schemes, with numbers of our own. */
@FunctionalInterface
public interface Initializer {
  void fill(Tensor tensor, RandomSource random);

  /** The sequence of a parameter: it depends on the seed and on the parameter's path. */
  interface RandomSource {
    /** Uniform in [0, 1). */
    double uniform();

    /** Normal with mean 0 and deviation 1. */
    double normal();
  }

  static Initializer zeros() {
    return (tensor, _) -> {};
  }

  static Initializer constant(double value) {
    return (tensor, _) -> {
      for (long i = 0; i < tensor.elements(); i++) {
        tensor.setDouble(i, value);
      }
    };
  }

  /** The integers 0, 1, 2, …. */
  static Initializer counting() {
    return (tensor, _) -> {
      for (long i = 0; i < tensor.elements(); i++) {
        tensor.setLong(i, i);
      }
    };
  }

  /** Uniform in [−bound, bound). */
  static Initializer uniform(double bound) {
    return (tensor, random) -> draw(tensor, () -> (2 * random.uniform() - 1) * bound);
  }

  static Initializer normal(double deviation) {
    return (tensor, random) -> draw(tensor, () -> random.normal() * deviation);
  }

  /** Normal, drawn again until it lies within two deviations. */
  static Initializer truncatedNormal(double deviation) {
    return (tensor, random) ->
        draw(
            tensor,
            () -> {
              double value = random.normal();
              while (Math.abs(value) > 2) {
                value = random.normal();
              }
              return value * deviation;
            });
  }

  /** What PyTorch's layers start with: uniform, bounded by 1 / √(inputs of one output). */
  static Initializer fanIn(long inputs) {
    return uniform(inputs == 0 ? 0 : 1 / Math.sqrt((double) inputs));
  }

  /** Kaiming normal for ReLU by the outputs that one input reaches. */
  static Initializer kaimingNormalFanOut(long outputs) {
    return normal(Math.sqrt(2.0 / outputs));
  }

  /** Xavier uniform, bounded by √(6 / (inputs + outputs)). */
  static Initializer xavierUniform(long inputs, long outputs) {
    return uniform(Math.sqrt(6.0 / (inputs + outputs)));
  }

  private static void draw(Tensor tensor, java.util.function.DoubleSupplier next) {
    int count = Math.toIntExact(tensor.elements());
    if (tensor.dtype() != DType.FLOAT32) {
      for (int i = 0; i < count; i++) {
        tensor.setDouble(i, next.getAsDouble());
      }
      return;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) next.getAsDouble();
    }
    tensor.setFloats(values);
  }
}
