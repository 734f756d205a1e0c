"""Products of matrices and vectors."""

import torch

from .recorder import bf16, case, f16, f32, f64, family, integers, normal, s32, s64, SUM, tensor


def plain():
    def pair(op, left, right, extra=()):
        case(op, "f32", normal(*left), normal(*right), *extra, tol=SUM)
        case(op, "f64", normal(*left, dtype=f64), normal(*right, dtype=f64), *extra, tol=SUM)
        case(op, "bf16", normal(*left, dtype=bf16), normal(*right, dtype=bf16), *extra, tol=SUM)
        case(op, "f16", normal(*left, dtype=f16), normal(*right, dtype=f16), *extra, tol=SUM)
        case(op, "s64", integers(*left), integers(*right), *extra)
        case(op, "s32", integers(*left, dtype=s32), integers(*right, dtype=s32), *extra)

    pair("aten.mm.default", (3, 5), (5, 4))
    pair("aten.bmm.default", (2, 3, 5), (2, 5, 4))
    pair("aten.mv.default", (3, 5), (5,))
    pair("aten.dot.default", (7,), (7,))
    pair("aten.outer.default", (3,), (4,))
    pair("aten.inner.default", (2, 3, 5), (4, 5))
    pair("aten.kron.default", (2, 3), (2, 2))
    for op in ("aten.matmul.default", "aten.linalg_matmul.default"):
        pair(op, (3, 5), (5, 4))
        shapes = [((5,), (5,)), ((3, 5), (5,)), ((5,), (5, 4)), ((2, 3, 5), (5, 4)), ((2, 1, 3, 5), (4, 5, 2)), ((5,), (2, 5, 3)), ((2, 3, 5), (5,)),
                  ((2, 3, 5), (1, 5, 4)), ((3, 0), (0, 2)), ((0, 3), (3, 2))]
        for left, right in shapes:
            case(op, "x".join(map(str, left)) + "_by_" + "x".join(map(str, right)), normal(*left), normal(*right), tol=SUM)
    case("aten.mm.default", "inner_zero", torch.zeros(2, 0), torch.zeros(0, 3), tol=SUM)
    case("aten.mm.default", "strided", normal(5, 3).t(), normal(4, 5).t(), tol=SUM)
    case("aten.bmm.default", "zero_batch", torch.zeros(0, 2, 3), torch.zeros(0, 3, 2), tol=SUM)
    case("aten.mm.default", "long", normal(2, 60), normal(60, 2), tol=SUM)


def sums():
    for op, self_shape, left, right in (
        ("aten.addmm.default", (4,), (3, 5), (5, 4)),
        ("aten.addmv.default", (3,), (3, 5), (5,)),
        ("aten.baddbmm.default", (2, 1, 4), (2, 3, 5), (2, 5, 4)),
        ("aten.addbmm.default", (3, 4), (2, 3, 5), (2, 5, 4)),
        ("aten.addr.default", (3, 4), (3,), (4,)),
    ):
        case(op, "f32", normal(*self_shape), normal(*left), normal(*right), tol=SUM)
        case(op, "scaled", normal(*self_shape), normal(*left), normal(*right), beta=0.5, alpha=2.0, tol=SUM)
        case(op, "beta_zero_ignores_nan", torch.full(self_shape, float("nan")), normal(*left), normal(*right), beta=0, tol=SUM)
        case(op, "bf16", normal(*self_shape, dtype=bf16), normal(*left, dtype=bf16), normal(*right, dtype=bf16), tol=SUM)
        case(op, "s64", integers(*self_shape), integers(*left), integers(*right), beta=2, alpha=3)
        case(op, "f64", normal(*self_shape, dtype=f64), normal(*left, dtype=f64), normal(*right, dtype=f64), alpha=0.5, tol=SUM)
    case("aten.addmm.default", "inner_zero", normal(4), torch.zeros(3, 0), torch.zeros(0, 4), tol=SUM)
    case("aten.addmm.default", "column", normal(3, 1), normal(3, 5), normal(5, 4), tol=SUM)


def linear():
    op = "aten.linear.default"
    case(op, "bias", normal(3, 5), normal(4, 5), normal(4), tol=SUM)
    case(op, "no_bias", normal(3, 5), normal(4, 5), tol=SUM)
    case(op, "vector", normal(5), normal(4, 5), normal(4), tol=SUM)
    case(op, "three_dimensions", normal(2, 3, 5), normal(4, 5), normal(4), tol=SUM)
    case(op, "zero_rows", torch.zeros(0, 5), normal(4, 5), normal(4), tol=SUM)
    case(op, "vector_weight", normal(3, 5), normal(5), tol=SUM)
    case(op, "bf16", normal(3, 5, dtype=bf16), normal(4, 5, dtype=bf16), normal(4, dtype=bf16), tol=SUM)
    case(op, "f16", normal(3, 5, dtype=f16), normal(4, 5, dtype=f16), normal(4, dtype=f16), tol=SUM)
    case(op, "f64", normal(3, 5, dtype=f64), normal(4, 5, dtype=f64), None, tol=SUM)
    case(op, "s32", integers(3, 5, dtype=s32), integers(4, 5, dtype=s32), integers(4, dtype=s32))
    case("aten.bilinear.default", "bias", normal(3, 4), normal(3, 2), normal(5, 4, 2), normal(5), tol=SUM)
    case("aten.bilinear.default", "batched", normal(2, 3, 4), normal(2, 3, 2), normal(5, 4, 2), None, tol=SUM)
    for equation, shapes in (
        ("ij,jk->ik", [(2, 3), (3, 4)]), ("bij,bjk->bik", [(2, 2, 3), (2, 3, 4)]), ("ij,kj", [(2, 3), (4, 3)]), ("ii->i", [(3, 3)]), ("ij->", [(2, 3)]),
        ("ij->ji", [(2, 3)]), ("i,j->ij", [(2,), (3,)]), ("bhid,bhjd->bhij", [(1, 2, 3, 4), (1, 2, 2, 4)]), ("...ij,...jk->...ik", [(2, 2, 3), (3, 2)]),
        ("ij,jk,kl->il", [(2, 3), (3, 2), (2, 4)]), ("bn,anm,bm->ba", [(2, 3), (4, 3, 2), (2, 2)]), ("i,i->", [(4,), (4,)]), (" i j , j -> i ", [(2, 3), (3,)]),
    ):
        case("aten.einsum.default", equation, equation, [normal(*s) for s in shapes], tol=SUM)
    case("aten.einsum.default", "s64", "ij,jk->ik", [integers(2, 3), integers(3, 2)])
    case("aten.tensordot.default", "two", normal(2, 3, 4), normal(3, 4, 5), [1, 2], [0, 1], tol=SUM)
    for op in ("aten.cross.default", "aten.linalg_cross.default"):
        case(op, "f32", normal(2, 3), normal(2, 3), tol=SUM)
        case(op, "dim", normal(3, 4), normal(3, 4), dim=0, tol=SUM)


def grouped():
    op, fallback = "aten._grouped_mm.default", "transformers.grouped_mm_fallback.default"
    for dtype, title in ((f32, "f32"), (bf16, "bf16"), (f16, "f16")):
        rows, matrices = normal(6, 8, dtype=dtype), normal(3, 8, 16, dtype=dtype)
        for ends in ((2, 3, 6), (0, 4, 6), (6, 6, 6), (0, 0, 6)):
            name = f"{title}_" + "_".join(map(str, ends))
            case(op, name, rows, matrices, offs=tensor(ends, s32), tol=SUM)
            case(fallback, name, rows, matrices, tensor(ends, s32), run=experts, tol=SUM)
        case(op, f"{title}_batch", normal(3, 4, 8, dtype=dtype), matrices, tol=SUM)
    case(fallback, "rows_left_over", normal(5, 3), normal(2, 3, 4), tensor([1, 3], s64), run=experts, tol=SUM)
    case(fallback, "f64", normal(5, 3, dtype=f64), normal(2, 3, 4, dtype=f64), tensor([3, 5], s64), run=experts, tol=SUM)
    case(fallback, "no_rows", torch.zeros(0, 3), normal(2, 3, 4), tensor([0, 0], s32), run=experts, tol=SUM)


def experts(rows, matrices, ends):
    """What transformers computes: each group's rows by the matrix of the group; rows behind all groups are zero."""
    result = torch.zeros(rows.size(0), matrices.size(2), dtype=rows.dtype)
    start = 0
    for matrix, end in zip(matrices, ends.tolist(), strict=True):
        result[start:end] = rows[start:end] @ matrix
        start = end
    return result


def record():
    family("matmul")
    plain()
    sums()
    linear()
    grouped()
