package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;

/**
 * Sampling of an image at the points of a grid whose coordinates run from −1 to 1, and grids of
 * affine maps.
 */
final class GridSamplerKernels {
  private static final long NEAREST = 1;
  private static final long CUBIC = 2;

  private GridSamplerKernels() {}

  static void register(Kernels kernels) {
    kernels.add(
        GridSamplerKernels::sampled,
        "aten.grid_sampler.default",
        "aten.grid_sampler_2d.default",
        "aten.grid_sampler_3d.default");
    kernels.add(GridSamplerKernels::affine, "aten.affine_grid_generator.default");
  }

  /** How a coordinate outside the image finds a pixel. */
  private enum Padding {
    ZEROS,
    BORDER,
    REFLECTION;

    /** The coordinate inside the image that stands for this one; zeros are not looked for here. */
    double inside(double x, int size, boolean corners) {
      return switch (this) {
        case ZEROS -> x;
        case BORDER -> Math.clamp(x, 0, size - 1);
        case REFLECTION ->
            Math.clamp(corners ? reflected(x, 0, size - 1) : reflected(x, -0.5, size), 0, size - 1);
      };
    }

    /** Reflects at {@code low} and {@code low + span} until it lies between them. */
    private static double reflected(double x, double low, double span) {
      if (span == 0) {
        return 0;
      }
      double distance = Math.abs(x - low);
      double rest = distance % span;
      return Math.floor(distance / span) % 2 == 0 ? rest + low : span - rest + low;
    }
  }

  /** Pixels along one dimension, −1 for a zero, and their weights. */
  private static final class Taps {
    private final int[] pixels;
    private final double[] weights;

    private Taps(int[] pixels, double[] weights) {
      this.pixels = pixels;
      this.weights = weights;
    }

    static Taps of(double coordinate, int size, long mode, Padding padding, boolean corners) {
      double x = corners ? (coordinate + 1) / 2 * (size - 1) : ((coordinate + 1) * size - 1) / 2;
      if (mode == CUBIC) {
        double first = Math.floor(x);
        int[] pixels = new int[4];
        for (int t = 0; t < 4; t++) {
          pixels[t] = pixel(padding.inside(first - 1 + t, size, corners), size);
        }
        return new Taps(pixels, Interpolation.cubicWeights(x - first));
      }
      double inside = padding.inside(x, size, corners);
      if (mode == NEAREST) {
        return new Taps(new int[] {pixel(Math.rint(inside), size)}, new double[] {1});
      }
      double first = Math.floor(inside);
      return new Taps(
          new int[] {pixel(first, size), pixel(first + 1, size)},
          new double[] {first + 1 - inside, inside - first});
    }

    private static int pixel(double x, int size) {
      return x >= 0 && x < size ? (int) x : -1;
    }
  }

  private static final Taps IDLE = new Taps(new int[] {0}, new double[] {1});

  private static Object sampled(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    Shape image = in.tensor("input").shape();
    int dimensions = image.rank() - 2;
    int depth = dimensions == 3 ? (int) image.size(2) : 1;
    int height = (int) image.size(-2);
    int width = (int) image.size(-1);
    int channels = (int) image.size(1);
    long mode = in.integer("interpolation_mode");
    Padding padding = Padding.values()[(int) in.integer("padding_mode")];
    boolean corners = in.bool("align_corners");
    Numbers pixels = Numbers.of(in.tensor("input"));
    Numbers grid = Numbers.of(in.tensor("grid"));
    Numbers sums = pixels.zeros((int) result.elements());
    int batch = (int) image.size(0);
    int points = batch == 0 ? 0 : grid.size() / dimensions / batch;
    for (int point = 0; point < points * batch; point++) {
      int at = point * dimensions;
      // The first coordinate of a point runs along the last dimension.
      Taps x = Taps.of(grid.get(at), width, mode, padding, corners);
      Taps y = Taps.of(grid.get(at + 1), height, mode, padding, corners);
      Taps z = dimensions == 3 ? Taps.of(grid.get(at + 2), depth, mode, padding, corners) : IDLE;
      int n = point / points;
      for (int c = 0; c < channels; c++) {
        int plane = (n * channels + c) * depth * height * width;
        sums.set(
            (n * channels + c) * points + point % points,
            weighted(pixels, plane, height, width, z, y, x));
      }
    }
    return sums.storeIn(result);
  }

  private static double weighted(
      Numbers pixels, int plane, int height, int width, Taps z, Taps y, Taps x) {
    double sum = 0;
    for (int i = 0; i < z.pixels.length; i++) {
      for (int j = 0; j < y.pixels.length; j++) {
        for (int k = 0; k < x.pixels.length; k++) {
          if (z.pixels[i] >= 0 && y.pixels[j] >= 0 && x.pixels[k] >= 0) {
            double pixel =
                pixels.get(plane + (z.pixels[i] * height + y.pixels[j]) * width + x.pixels[k]);
            sum += z.weights[i] * y.weights[j] * x.weights[k] * pixel;
          }
        }
      }
    }
    return sum;
  }

  /** Each point of a regular grid, with a 1 behind its coordinates, times theta. */
  private static Object affine(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    Shape shape = result.shape();
    int dimensions = shape.rank() - 2;
    double[] theta = in.tensor("theta").toDoubleArray();
    boolean corners = in.bool("align_corners");
    int points = 1;
    for (int d = 0; d < dimensions; d++) {
      points *= (int) shape.size(d + 1);
    }
    double[] point = new double[dimensions + 1];
    point[dimensions] = 1;
    for (int i = 0; i < shape.size(0) * points; i++) {
      int rest = i % points;
      for (int d = 0; d < dimensions; d++) {
        int size = (int) shape.size(-2 - d);
        point[d] = coordinate(rest % size, size, corners);
        rest /= size;
      }
      for (int row = 0; row < dimensions; row++) {
        double sum = 0;
        for (int d = 0; d <= dimensions; d++) {
          sum += theta[(i / points * dimensions + row) * (dimensions + 1) + d] * point[d];
        }
        result.setDouble((long) i * dimensions + row, sum);
      }
    }
    return result;
  }

  private static double coordinate(int index, int size, boolean corners) {
    if (corners) {
      return size == 1 ? 0 : 2.0 * index / (size - 1) - 1;
    }
    return (2.0 * index + 1) / size - 1;
  }
}
