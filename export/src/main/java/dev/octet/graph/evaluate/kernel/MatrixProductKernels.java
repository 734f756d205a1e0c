package dev.octet.graph.evaluate.kernel;

import dev.octet.op.infer.Equation;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Products of matrices and vectors, each an {@link Equation}, some with a tensor added. */
final class MatrixProductKernels {
  private MatrixProductKernels() {}

  static void register(Kernels kernels) {
    kernels.add(in -> product(in, "ij,jk->ik", "self", "mat2"), "aten.mm.default", "aten.mm.dtype");
    kernels.add(
        in -> product(in, "bij,bjk->bik", "self", "mat2"), "aten.bmm.default", "aten.bmm.dtype");
    kernels.add(in -> product(in, "ij,j->i", "self", "vec"), "aten.mv.default");
    kernels.add(in -> product(in, "i,i->", "self", "tensor"), "aten.dot.default");
    kernels.add(in -> product(in, "i,j->ij", "self", "vec2"), "aten.outer.default");
    kernels.add(
        in -> sum(in, "ij,jk->ik", "mat1", "mat2"),
        "aten.addmm.default",
        "aten.addmm.dtype",
        "aten.addmm_.default");
    kernels.add(
        in -> sum(in, "ij,j->i", "mat", "vec"), "aten.addmv.default", "aten.addmv_.default");
    kernels.add(
        in -> sum(in, "i,j->ij", "vec1", "vec2"), "aten.addr.default", "aten.addr_.default");
    kernels.add(
        in -> sum(in, "bij,bjk->ik", "batch1", "batch2"),
        "aten.addbmm.default",
        "aten.addbmm_.default");
    kernels.add(
        in -> sum(in, "bij,bjk->bik", "batch1", "batch2"),
        "aten.baddbmm.default",
        "aten.baddbmm.dtype",
        "aten.baddbmm_.default");
    kernels.add(MatrixProductKernels::matmul, "aten.matmul.default", "aten.linalg_matmul.default");
    kernels.add(MatrixProductKernels::linear, "aten.linear.default");
    kernels.add(
        in -> biased(in, "...n,anm,...m->...a", "input1", "weight", "input2"),
        "aten.bilinear.default");
    kernels.add(MatrixProductKernels::einsum, "aten.einsum.default");
    kernels.add(MatrixProductKernels::inner, "aten.inner.default");
    kernels.add(MatrixProductKernels::tensordot, "aten.tensordot.default");
    kernels.add(MatrixProductKernels::kron, "aten.kron.default");
    kernels.add(MatrixProductKernels::cross, "aten.cross.default", "aten.linalg_cross.default");
  }

  private static Numbers evaluate(KernelArguments in, Equation equation, List<Tensor> factors) {
    DType type = in.has("out_dtype") ? factors.get(0).dtype() : in.resultType(0).dtype();
    List<Numbers> numbers =
        factors.stream().map(factor -> Numbers.of(Operands.as(in, type, factor))).toList();
    return Contraction.evaluate(
        equation, numbers, factors.stream().map(t -> t.shape().toArray()).toList());
  }

  private static Numbers evaluate(KernelArguments in, String equation, String... parameters) {
    List<Tensor> factors = Arrays.stream(parameters).map(in::tensor).toList();
    return evaluate(
        in,
        Equation.parse(equation, factors.stream().map(t -> t.shape().rank()).toList()),
        factors);
  }

  private static Object product(KernelArguments in, String equation, String... parameters) {
    return evaluate(in, equation, parameters).storeIn(in.allocateResult(0));
  }

  /** {@code beta · self + alpha · product}; if beta is 0, self is not read. */
  private static Object sum(KernelArguments in, String equation, String... parameters) {
    Tensor result = in.allocateResult(0);
    Numbers product = evaluate(in, equation, parameters);
    product.scale(in.number("alpha"));
    if (in.real("beta") != 0) {
      Tensor self = in.tensor("self");
      Numbers addend = Numbers.of(self).expand(self.shape(), result.shape()).copy();
      addend.scale(in.number("beta"));
      product.add(0, addend, 0, 1, addend.size());
    }
    return product.storeIn(result);
  }

  private static Object biased(KernelArguments in, String equation, String... parameters) {
    Tensor result = in.allocateResult(0);
    Numbers product = evaluate(in, equation, parameters);
    in.optionalTensor("bias")
        .ifPresent(bias ->
            product.add(
                0, Numbers.of(bias).expand(bias.shape(), result.shape()), 0, 1, product.size()));
    return product.storeIn(result);
  }

  private static Object linear(KernelArguments in) {
    return biased(
        in,
        in.tensor("weight").shape().rank() == 1 ? "...i,i->..." : "...i,oi->...o",
        "input",
        "weight");
  }

  private static Object matmul(KernelArguments in) {
    Tensor left = in.tensor("self");
    Tensor right = in.tensor("other");
    Equation equation = Equation.matmul(left.shape().rank(), right.shape().rank());
    return evaluate(in, equation, List.of(left, right)).storeIn(in.allocateResult(0));
  }

  private static Object einsum(KernelArguments in) {
    List<Tensor> factors = in.tensors("tensors");
    Equation equation =
        Equation.parse(in.string("equation"), factors.stream().map(t -> t.shape().rank()).toList());
    return evaluate(in, equation, factors).storeIn(in.allocateResult(0));
  }

  private static Object inner(KernelArguments in) {
    Tensor left = in.tensor("self");
    Tensor right = in.tensor("other");
    int a = left.shape().rank();
    int b = right.shape().rank();
    boolean scaled = a == 0 || b == 0;
    Equation equation =
        scaled
            ? Equation.contraction(a, b, List.of(), List.of())
            : Equation.contraction(a, b, List.of(a - 1), List.of(b - 1));
    return evaluate(in, equation, List.of(left, right)).storeIn(in.allocateResult(0));
  }

  private static Object tensordot(KernelArguments in) {
    Tensor left = in.tensor("self");
    Tensor right = in.tensor("other");
    Equation equation =
        Equation.contraction(
            left.shape().rank(),
            right.shape().rank(),
            dimensions(in, "dims_self", left.shape()),
            dimensions(in, "dims_other", right.shape()));
    return evaluate(in, equation, List.of(left, right)).storeIn(in.allocateResult(0));
  }

  private static List<Integer> dimensions(KernelArguments in, String parameter, Shape shape) {
    return Arrays.stream(in.longs(parameter)).mapToObj(shape::normalize).toList();
  }

  /** The outer product, with each pair of dimensions joined. */
  private static Object kron(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    int rank = result.shape().rank();
    Tensor left = in.tensor("self");
    Tensor right = in.tensor("other");
    Numbers outer =
        evaluate(
            in,
            Equation.contraction(left.shape().rank(), right.shape().rank(), List.of(), List.of()),
            List.of(left, right));
    int[] sizes = new int[2 * rank];
    int[] strides = new int[2 * rank];
    List<Integer> leading = sizes(left.shape(), rank);
    List<Integer> trailing = sizes(right.shape(), rank);
    int stride = 1;
    for (int d = rank - 1; d >= 0; d--) {
      sizes[2 * d + 1] = trailing.get(d);
      strides[2 * d + 1] = stride;
      stride *= trailing.get(d);
    }
    for (int d = rank - 1; d >= 0; d--) {
      sizes[2 * d] = leading.get(d);
      strides[2 * d] = stride;
      stride *= leading.get(d);
    }
    return outer.gather(sizes, strides).storeIn(result);
  }

  /** The sizes with ones in front up to a rank. */
  private static List<Integer> sizes(Shape shape, int rank) {
    List<Integer> sizes = new ArrayList<>();
    for (int d = -rank; d < 0; d++) {
      sizes.add(shape.rank() + d < 0 ? 1 : (int) shape.size(d));
    }
    return sizes;
  }

  private static Object cross(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    Shape shape = result.shape();
    Numbers a =
        Numbers.of(Operands.as(in, result.dtype(), in.tensor("self")))
            .expand(in.tensor("self").shape(), shape);
    Numbers b =
        Numbers.of(Operands.as(in, result.dtype(), in.tensor("other")))
            .expand(in.tensor("other").shape(), shape);
    int dimension = in.isNone("dim") ? shape.toList().indexOf(3L) : in.dimension("dim", shape);
    int stride = (int) shape.contiguousStrides()[dimension];
    Numbers product = a.zeros(a.size());
    Numbers negative = b.copy();
    negative.scale(-1L);
    for (int i = 0; i < product.size(); i++) {
      int axis = i / stride % 3;
      int first = i - axis * stride;
      int next = first + (axis + 1) % 3 * stride;
      int other = first + (axis + 2) % 3 * stride;
      product.addProducts(i, 1, a, next, 1, b, other);
      product.addProducts(i, 1, a, other, 1, negative, next);
    }
    return product.storeIn(result);
  }
}
