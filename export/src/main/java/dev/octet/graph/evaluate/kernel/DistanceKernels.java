package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;

/** Similarities and distances between vectors, computed in double and rounded once. */
final class DistanceKernels {
  private DistanceKernels() {}

  static void register(Kernels kernels) {
    kernels.add(DistanceKernels::cosines, "aten.cosine_similarity.default");
    kernels.add(DistanceKernels::pairs, "aten.pairwise_distance.default");
    kernels.add(DistanceKernels::allPairs, "aten._cdist_forward.default");
    kernels.add(DistanceKernels::ownPairs, "aten._pdist_forward.default");
  }

  /** One operand as lanes along a dimension of the common shape. */
  private static Lanes lanes(KernelArguments in, String parameter, long dimension) {
    Shape shape = Shape.broadcast(in.tensor("x1").shape(), in.tensor("x2").shape());
    boolean[] along = new boolean[shape.rank()];
    along[shape.normalize(dimension)] = true;
    Tensor converted = Operands.as(in, in.resultType(0).dtype(), in.tensor(parameter));
    return Lanes.over(in, Operands.expanded(in, converted, shape.toArray()), along);
  }

  private static Tensor cosines(KernelArguments in) {
    Lanes first = lanes(in, "x1", in.integer("dim"));
    Lanes second = lanes(in, "x2", in.integer("dim"));
    double eps = in.real("eps");
    double[] a = new double[first.length()];
    double[] b = new double[first.length()];
    Tensor result = in.allocateResult(0);
    for (long row = 0; row < first.rows(); row++) {
      first.read(row, a);
      second.read(row, b);
      double dot = 0;
      for (int i = 0; i < a.length; i++) {
        dot += a[i] * b[i];
      }
      result.setDouble(
          row,
          dot
              / (Math.max(MomentKernels.norm(a, 2), eps)
                  * Math.max(MomentKernels.norm(b, 2), eps)));
    }
    return result;
  }

  /** The norm of x1 − x2 + eps. */
  private static Tensor pairs(KernelArguments in) {
    Lanes first = lanes(in, "x1", -1);
    Lanes second = lanes(in, "x2", -1);
    Tensor result = in.allocateResult(0);
    double[] difference = new double[first.length()];
    for (long row = 0; row < first.rows(); row++) {
      for (int i = 0; i < difference.length; i++) {
        difference[i] = first.real(row, i) - second.real(row, i) + in.real("eps");
      }
      result.setDouble(row, MomentKernels.norm(difference, in.real("p")));
    }
    return result;
  }

  private static double distance(
      Tensor a, long firstRow, Tensor b, long secondRow, int width, double order) {
    double[] difference = new double[width];
    for (int i = 0; i < width; i++) {
      difference[i] = a.getDouble(firstRow * width + i) - b.getDouble(secondRow * width + i);
    }
    return MomentKernels.norm(difference, order);
  }

  private static Tensor allPairs(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    int rank = result.shape().rank();
    long rows = result.shape().size(rank - 2);
    long columns = result.shape().size(rank - 1);
    int width = Math.toIntExact(in.tensor("x1").shape().size(-1));
    long[] sizes = result.shape().toArray();
    sizes[rank - 1] = width;
    Tensor a = Operands.expanded(in, in.tensor("x1"), sizes);
    sizes[rank - 2] = columns;
    Tensor b = Operands.expanded(in, in.tensor("x2"), sizes);
    for (long i = 0; i < result.elements(); i++) {
      long batch = i / (rows * columns);
      result.setDouble(
          i, distance(a, i / columns, b, batch * columns + i % columns, width, in.real("p")));
    }
    return result;
  }

  private static Tensor ownPairs(KernelArguments in) {
    Tensor self = in.tensor("self");
    Tensor result = in.allocateResult(0);
    int width = Math.toIntExact(self.shape().size(1));
    long next = 0;
    for (long i = 0; i < self.shape().size(0); i++) {
      for (long j = i + 1; j < self.shape().size(0); j++) {
        result.setDouble(next++, distance(self, i, self, j, width, in.real("p")));
      }
    }
    return result;
  }
}
