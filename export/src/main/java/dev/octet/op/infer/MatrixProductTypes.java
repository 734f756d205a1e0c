package dev.octet.op.infer;

import com.google.common.collect.ImmutableList;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Products of matrices and vectors, each an {@link Equation}, some with a tensor added. */
final class MatrixProductTypes {
  private MatrixProductTypes() {}

  static void register(TypeRules rules) {
    rules.add(in -> product(in, "ij,jk->ik", "self", "mat2"), "aten.mm.default", "aten.mm.dtype");
    rules.add(
        in -> product(in, "bij,bjk->bik", "self", "mat2"), "aten.bmm.default", "aten.bmm.dtype");
    rules.add(in -> product(in, "ij,j->i", "self", "vec"), "aten.mv.default");
    rules.add(in -> product(in, "i,i->", "self", "tensor"), "aten.dot.default");
    rules.add(
        in -> product(in, "ij,jk->ik", "mat1", "mat2"),
        "aten.addmm.default",
        "aten.addmm.dtype",
        "aten.addmm_.default");
    rules.add(
        in -> product(in, "ij,j->i", "mat", "vec"), "aten.addmv.default", "aten.addmv_.default");
    rules.add(
        in -> product(in, "i,j->ij", "vec1", "vec2"), "aten.addr.default", "aten.addr_.default");
    rules.add(
        in -> product(in, "bij,bjk->ik", "batch1", "batch2"),
        "aten.addbmm.default",
        "aten.addbmm_.default");
    rules.add(
        in -> product(in, "bij,bjk->bik", "batch1", "batch2"),
        "aten.baddbmm.default",
        "aten.baddbmm.dtype",
        "aten.baddbmm_.default");
    rules.add(MatrixProductTypes::matmul, "aten.matmul.default", "aten.linalg_matmul.default");
    rules.add(MatrixProductTypes::linear, "aten.linear.default");
    rules.add(
        in -> product(in, "...n,anm,...m->...a", "input1", "weight", "input2"),
        "aten.bilinear.default");
    rules.add(MatrixProductTypes::einsum, "aten.einsum.default");
    rules.add(MatrixProductTypes::outer, "aten.outer.default");
    rules.add(MatrixProductTypes::inner, "aten.inner.default");
    rules.add(MatrixProductTypes::tensordot, "aten.tensordot.default");
    rules.add(MatrixProductTypes::kron, "aten.kron.default");
    rules.add(MatrixProductTypes::cross, "aten.cross.default", "aten.linalg_cross.default");
  }

  private static List<ValueType> product(TypeArguments in, String equation, String... parameters) {
    List<TensorType> factors = new ArrayList<>();
    for (String parameter : parameters) {
      factors.add(in.tensor(parameter));
    }
    TensorType result = result(in, Equation.parse(equation, ranks(factors)), factors, false);
    requireAddend(in, "self", parameters, result);
    requireAddend(in, "bias", parameters, result);
    return List.of(
        in.has("out_dtype")
            ? result.withDType(in.dtype("out_dtype").orElse(result.dtype()))
            : result);
  }

  /** What is added must have the type of the result and expand to it. */
  private static void requireAddend(
      TypeArguments in, String parameter, String[] factors, TensorType result) {
    if (!in.has(parameter) || in.isNone(parameter) || List.of(factors).contains(parameter)) {
      return;
    }
    TensorType addend = in.tensor(parameter);
    Sizes.expanded(in, addend.sizes(), result.sizes());
    if (addend.dtype() != result.dtype() && !in.has("out_dtype")) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: '%s' is %s, expected element type %s",
              in.op().name(),
              parameter,
              addend,
              result.dtype()));
    }
  }

  private static List<Integer> ranks(List<TensorType> factors) {
    return factors.stream().map(TensorType::rank).toList();
  }

  /** The type of a product of factors of one element type; errors name the operator. */
  private static TensorType result(
      TypeArguments in, Equation equation, List<TensorType> factors, boolean stretch) {
    DType dtype = factors.get(0).dtype();
    for (TensorType factor : factors) {
      if (factor.dtype() != dtype) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s: the operands are %s, expected one element type",
                in.op().name(),
                factors));
      }
    }
    try {
      return new TensorType(dtype, equation.resultSizes(factors, stretch));
    } catch (InputException e) {
      throw new InputException(
          String.format(Locale.ROOT, "%s of %s: %s", in.op().name(), factors, e.getMessage()), e);
    }
  }

  private static List<ValueType> matmul(TypeArguments in) {
    List<TensorType> factors = List.of(in.tensor("self"), in.tensor("other"));
    Sizes.requireRank(in, "self", factors.get(0), 1);
    Sizes.requireRank(in, "other", factors.get(1), 1);
    return List.of(
        result(in, Equation.matmul(factors.get(0).rank(), factors.get(1).rank()), factors, false));
  }

  private static List<ValueType> linear(TypeArguments in) {
    return product(
        in, in.tensor("weight").rank() == 1 ? "...i,i->..." : "...i,oi->...o", "input", "weight");
  }

  private static List<ValueType> einsum(TypeArguments in) {
    ImmutableList<TensorType> factors = in.tensors("tensors");
    return List.of(
        result(in, Equation.parse(in.string("equation"), ranks(factors)), factors, true));
  }

  private static List<ValueType> outer(TypeArguments in) {
    TensorType left = in.tensor("self");
    TensorType right = in.tensor("vec2");
    if (left.rank() != 1 || right.rank() != 1) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the operands are %s and %s, expected two vectors",
              in.op().name(),
              left,
              right));
    }
    return List.of(
        new TensorType(Promotion.common(in, "self", "vec2"), List.of(left.size(0), right.size(0))));
  }

  private static List<ValueType> inner(TypeArguments in) {
    TensorType left = in.tensor("self");
    TensorType right = in.tensor("other");
    if (left.rank() == 0 || right.rank() == 0) {
      return List.of(
          new TensorType(
              Promotion.common(in, "self", "other"), Broadcasting.sizes(in, "self", "other")));
    }
    Equation equation =
        Equation.contraction(
            left.rank(), right.rank(), List.of(left.rank() - 1), List.of(right.rank() - 1));
    return List.of(result(in, equation, List.of(left, right), false));
  }

  private static List<ValueType> tensordot(TypeArguments in) {
    TensorType left = in.tensor("self");
    TensorType right = in.tensor("other");
    List<Integer> leftDimensions =
        in.longs("dims_self").stream().map(d -> in.dimension("dims_self", d, left.rank())).toList();
    List<Integer> rightDimensions =
        in.longs("dims_other").stream()
            .map(d -> in.dimension("dims_other", d, right.rank()))
            .toList();
    if (leftDimensions.size() != rightDimensions.size()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: 'dims_self' is %s and 'dims_other' %s, expected as many",
              in.op().name(),
              leftDimensions,
              rightDimensions));
    }
    Equation equation =
        Equation.contraction(left.rank(), right.rank(), leftDimensions, rightDimensions);
    return List.of(result(in, equation, List.of(left, right), true));
  }

  private static List<ValueType> kron(TypeArguments in) {
    TensorType left = in.tensor("self");
    TensorType right = in.tensor("other");
    int rank = Math.max(left.rank(), right.rank());
    List<SymInt> a = Sizes.padded(left.sizes(), rank);
    List<SymInt> b = Sizes.padded(right.sizes(), rank);
    List<SymInt> sizes = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      sizes.add(a.get(i).multiply(b.get(i)));
    }
    return List.of(new TensorType(Promotion.common(in, "self", "other"), sizes));
  }

  private static List<ValueType> cross(TypeArguments in) {
    TensorType result =
        new TensorType(
            Promotion.common(in, "self", "other"), Broadcasting.sizes(in, "self", "other"));
    if (!in.isNone("dim")
        && !result.size(in.dimension("dim", result.rank())).equals(SymInt.of(3))) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: dimension %d of %s must have size 3",
              in.op().name(),
              in.integer("dim"),
              result));
    }
    return List.of(result);
  }
}
