"""Reductions and scans."""

import torch

from .recorder import (
    b8, bf16, booleans, case, distinct, f16, f32, f64, family, INF, integers, NAN, normal, s32, s64, s8, SUM, tensor,
    u8,
)


def sums():
    for name in ("sum", "mean"):
        op, dim = f"aten.{name}.default", "aten.sum.dim_IntList" if name == "sum" else "aten.mean.dim"
        case(op, "f32", normal(3, 4), tol=SUM)
        case(op, "f16", normal(40, dtype=f16), tol=SUM)
        case(op, "bf16", normal(40, dtype=bf16), tol=SUM)
        case(op, "f64", normal(9, dtype=f64), tol=SUM)
        case(op, "scalar_tensor", tensor(1.5), tol=SUM)
        case(op, "empty", torch.zeros(0), tol=SUM)
        case(op, "dtype", integers(2, 3), dtype=f32, tol=SUM)
        case(op, "nan", tensor([1.0, NAN]), tol=SUM)
        case(op, "infinities", tensor([INF, -INF]), tol=SUM)
        case(dim, "last", normal(3, 4), [-1], tol=SUM)
        case(dim, "keep", normal(2, 3, 4), [1], True, tol=SUM)
        case(dim, "two", normal(2, 3, 4, 2), [2, 3], False, tol=SUM)
        case(dim, "two_keep", normal(2, 3, 4, 2), [-1, -2], True, tol=SUM)
        case(dim, "no_dimensions", normal(2, 3), [], tol=SUM)
        case(dim, "none", normal(2, 3), None, True, tol=SUM)
        case(dim, "zero_size", torch.zeros(2, 0, 3), [1], tol=SUM)
        case(dim, "f16_to_f32", normal(2, 9, dtype=f16), [1], dtype=f32, tol=SUM)
        case(dim, "bf16", normal(2, 30, dtype=bf16), [1], True, tol=SUM)
        case(dim, "s64_to_f64", integers(2, 3), [0], dtype=f64, tol=SUM)
    for dtype, title in ((s32, "s32"), (s64, "s64"), (u8, "u8"), (s8, "s8")):
        case("aten.sum.default", title, integers(2, 40, dtype=dtype, low=-100, high=100))
        case("aten.sum.dim_IntList", title, integers(2, 3, dtype=dtype), [1])
    case("aten.sum.default", "bool", booleans(9))
    case("aten.sum.dim_IntList", "bool", booleans(2, 9), [1], True)
    case("aten.sum.dim_IntList", "s32_as_s32", integers(2, 3, dtype=s32), [1], dtype=s32)
    case("aten.sum_to_size.default", "f32", normal(2, 3, 4), [3, 1], tol=SUM)
    case("aten.sum_to_size.default", "s64", integers(2, 3), [1, 3])
    for op, dim in (("aten.prod.default", "aten.prod.dim_int"),):
        case(op, "f32", normal(7), tol=SUM)
        case(op, "s32", integers(5, dtype=s32, low=1, high=6))
        case(op, "bool", booleans(4))
        case(op, "empty", torch.zeros(0))
        case(dim, "f32", normal(2, 5), 1, tol=SUM)
        case(dim, "keep", normal(2, 5), 0, True, tol=SUM)
        case(dim, "dtype", integers(2, 3, low=1), -1, dtype=f32, tol=SUM)
    for op, dims in (("aten.count_nonzero.default", (None, 0)), ("aten.count_nonzero.dim_IntList", ([1], [0, 1]))):
        for d in dims:
            case(op, f"f32_{d}".replace("[", "").replace("]", "").replace(", ", "_"), tensor([[0.0, 1.0, NAN], [-0.0, 2.0, 0.0]]), d)


def moments():
    for name in ("var", "std", "var_mean", "std_mean"):
        op = f"aten.{name}"
        case(f"{op}.default", "unbiased", normal(3, 5), tol=SUM)
        case(f"{op}.default", "biased", normal(3, 5), False, tol=SUM)
        case(f"{op}.dim", "last", normal(3, 5), [-1], tol=SUM)
        case(f"{op}.dim", "biased_keep", normal(3, 5, 2), [0, 2], False, True, tol=SUM)
        case(f"{op}.dim", "f16", normal(2, 20, dtype=f16), [1], True, False, tol=SUM)
        case(f"{op}.correction", "defaults", normal(3, 5), tol=SUM)
        case(f"{op}.correction", "zero", normal(3, 5), [1], correction=0, tol=SUM)
        case(f"{op}.correction", "two_keep", normal(3, 5), [1], correction=2, keepdim=True, tol=SUM)
        case(f"{op}.correction", "one_element", normal(3, 1), [1], correction=1, tol=SUM)
        case(f"{op}.correction", "large_mean", normal(2, 9) + 1000.0, [1], correction=0, tol=1e-4)
        case(f"{op}.correction", "f64_half", normal(2, 4, dtype=f64), [1], correction=0.5, tol=SUM)
    for dtype, title in ((f32, "f32"), (f16, "f16"), (f64, "f64")):
        for order in (2, 1, 0, INF, -INF, 3, 0.5, 2.0):
            case("aten.linalg_vector_norm.default", f"{title}_order_{order}", normal(3, 4, dtype=dtype), order, tol=SUM)
    case("aten.linalg_vector_norm.default", "dimensions", normal(2, 3, 4), 2, [0, -1], True, tol=SUM)
    case("aten.linalg_vector_norm.default", "dtype", normal(2, 3, dtype=f16), 2, [1], dtype=f32, tol=SUM)
    case("aten.norm.Scalar", "two", normal(3, 4), tol=SUM)
    case("aten.norm.Scalar", "one", normal(3, 4), 1, tol=SUM)
    case("aten.norm.ScalarOpt_dim", "two", normal(3, 4), 2, [1], tol=SUM)
    case("aten.norm.ScalarOpt_dim", "none_keep", normal(3, 4), None, [0], True, tol=SUM)
    case("aten.norm.ScalarOpt_dim", "infinite", normal(3, 4), INF, [0, 1], tol=SUM)
    case("aten.norm.ScalarOpt_dim_dtype", "f16_to_f32", normal(3, 4, dtype=f16), 2, [1], True, dtype=f32, tol=SUM)
    case("aten.norm.ScalarOpt_dtype", "f64", normal(3, 4), 2, dtype=f64, tol=SUM)
    case("aten.norm.ScalarOpt_dtype", "one_f32", normal(3, 4, dtype=f16), 1, dtype=f32, tol=SUM)
    case("aten.norm.ScalarOpt_dim_dtype", "f64", normal(3, 4), 1, [0, 1], False, dtype=f64, tol=SUM)
    case("aten.logsumexp.default", "last", normal(3, 4), [-1], tol=SUM)
    case("aten.logsumexp.default", "keep", normal(2, 3, 4), [0, 1], True, tol=SUM)
    case("aten.logsumexp.default", "infinite", tensor([[-INF, -INF], [INF, 1.0], [1000.0, 999.0]]), [1], tol=SUM)
    case("aten.logsumexp.default", "s64", integers(2, 3), [1], tol=SUM)
    case("aten.cosine_similarity.default", "defaults", normal(3, 5), normal(3, 5), tol=SUM)
    case("aten.cosine_similarity.default", "last", normal(3, 5), normal(1, 5), -1, tol=SUM)
    case("aten.cosine_similarity.default", "zero_vector", torch.zeros(2, 3), normal(2, 3), 1, 1e-3, tol=SUM)
    case("aten.pairwise_distance.default", "defaults", normal(3, 5), normal(3, 5), tol=SUM)
    case("aten.pairwise_distance.default", "one_keep", normal(3, 5), normal(3, 5), 1.0, 1e-6, True, tol=SUM)
    case("aten._cdist_forward.default", "two", normal(3, 4), normal(2, 4), 2.0, None, tol=SUM)
    case("aten._cdist_forward.default", "one", normal(3, 4), normal(2, 4), 1.0, None, tol=SUM)
    case("aten._cdist_forward.default", "infinite", normal(2, 3, 4), normal(2, 2, 4), INF, None, tol=SUM)
    case("aten._pdist_forward.default", "two", normal(4, 3), 2.0, tol=SUM)
    case("aten._pdist_forward.default", "one", normal(4, 3), 1.0, tol=SUM)
    case("aten.trace.default", "f32", normal(3, 4), tol=SUM)
    case("aten.trace.default", "s32", integers(3, 3, dtype=s32))


def extremes():
    for name in ("max", "min"):
        op = f"aten.{name}"
        for dtype, title in ((f32, "f32"), (f16, "f16"), (s64, "s64"), (s32, "s32"), (s8, "s8")):
            case(f"{op}.default", title, distinct(3, 4, dtype=dtype))
            case(f"{op}.dim", title, distinct(3, 4, dtype=f64).mul(2).to(dtype), 1)
        case(f"{op}.default", "bool", booleans(4))
        case(f"{op}.default", "nan", tensor([1.0, NAN, 3.0]))
        case(f"{op}.default", "infinite", tensor([INF, -INF]))
        case(f"{op}.dim", "keep_negative", distinct(2, 3, 4), -2, True)
        case(f"{op}.dim", "nan", tensor([[1.0, NAN, 3.0], [1.0, 2.0, 3.0]]), 1)
        case(f"{op}.dim", "first_of_ties", tensor([[2.0, 5.0, 5.0, 2.0]]), 1)
        case(f"{op}.dim", "scalar_tensor", tensor(2.0), 0)
        case(f"{op}.other", "f32", normal(2, 3), normal(3))
        case(f"{op}.other", "promote", integers(3), normal(3))
        arg, a = f"aten.arg{name}.default", f"aten.a{name}.default"
        for dtype, title in ((f32, "f32"), (bf16, "bf16"), (s64, "s64"), (u8, "u8")):
            case(arg, title, distinct(3, 4, dtype=f64).add(4).mul(2).to(dtype))
        case(arg, "dim", distinct(3, 4), 1)
        case(arg, "keep", distinct(3, 4), 0, True)
        case(arg, "flat_keep", distinct(3, 4), None, True)
        case(arg, "ties", tensor([1.0, 7.0, 7.0, 1.0]))
        case(arg, "nan", tensor([[1.0, NAN, 9.0, NAN]]), 1)
        case(a, "all", normal(3, 4))
        case(a, "two", normal(2, 3, 4), [0, 2])
        case(a, "keep", normal(2, 3), [-1], True)
        case(a, "nan", tensor([[1.0, NAN], [2.0, 3.0]]), [1])
        case(a, "s32", integers(2, 3, dtype=s32), [1])
        case(a, "bool", booleans(2, 3), [1])
        scan = f"aten.cum{name}.default"
        case(scan, "f32", distinct(3, 4), 1)
        case(scan, "s64", integers(6), 0)
        case(scan, "nan", tensor([1.0, NAN, 3.0]), 0)
        case(scan, "zero_size", torch.zeros(0, 2), 0)
    case("aten.aminmax.default", "all", normal(3, 4))
    case("aten.aminmax.default", "dim", normal(3, 4), dim=1)
    case("aten.aminmax.default", "keep", integers(3, 4), dim=0, keepdim=True)
    case("aten.median.default", "odd", distinct(5))
    case("aten.median.default", "even", distinct(6))
    case("aten.median.dim", "f32", distinct(3, 5), 1)
    case("aten.median.dim", "keep_even", distinct(3, 4), 0, True)
    for name in ("any", "all"):
        op = f"aten.{name}"
        for title, data in (("bool", booleans(2, 3)), ("f32", tensor([[0.0, -0.0], [NAN, 1.0]])), ("s64", integers(2, 3)),
                            ("u8", tensor([[0, 2], [1, 0]], u8)), ("empty", torch.zeros(0, 2, dtype=b8)), ("all_true", torch.ones(2, 2, dtype=b8))):
            case(f"{op}.default", title, data)
            case(f"{op}.dim", title, data, 1)
            case(f"{op}.dim", title + "_keep", data, 0, True)
            case(f"{op}.dims", title, data, [0, 1])
            case(f"{op}.dims", title + "_none", data, None, True)


def scans():
    for name, tol in (("cumsum", SUM), ("cumprod", SUM), ("logcumsumexp", SUM)):
        op = f"aten.{name}.default"
        case(op, "last", normal(2, 5), -1, tol=tol)
        case(op, "first", normal(3, 2), 0, tol=tol)
        case(op, "f16", normal(9, dtype=f16), 0, tol=tol)
        case(op, "scalar_tensor", tensor(2.0), 0, tol=tol)
        case(op, "zero_size", torch.zeros(0, 2), 0, tol=tol)
        if name != "logcumsumexp":
            case(op, "s32", integers(5, dtype=s32), 0)
            case(op, "s64", integers(2, 4), 1)
            case(op, "bool", booleans(5), 0)
            case(op, "u8", integers(5, dtype=u8), 0)
            case(op, "dtype", integers(5), 0, dtype=f32, tol=tol)


def histograms():
    op = "aten.histc.default"
    for dtype, title in ((f32, "f32"), (f64, "f64"), (f16, "f16"), (bf16, "bf16")):
        case(op, f"{title}_edges", tensor([0.0, 1.0, 2.0, 3.0, 3.0, 5.0, -1.0], dtype), 4, 0, 3)
        case(op, f"{title}_between", tensor([0.3, 0.6, 0.9, 1.2, 1.5, 2.1, 2.7], dtype), 9, 0, 3)
        case(op, f"{title}_own_limits", normal(40, dtype=dtype), 7)
    case(op, "defaults", normal(3, 40))
    case(op, "nan", tensor([0.0, NAN, 1.0, INF]), 2, 0, 1)
    case(op, "one_number", torch.full((3,), 2.0), 3)
    case(op, "equal_limits", torch.full((3,), 2.0), 5, 1, 1)
    case(op, "experts", tensor([2.0, 0.0, 2.0, 1.0]), 4, min=0, max=3)
    case(op, "empty", torch.zeros(0), 4)
    case(op, "scalar_tensor", tensor(0.5), 2, -1.5, 0.5)


def losses():
    op = "aten.mse_loss.default"
    for dtype, title in ((f32, "f32"), (f64, "f64"), (bf16, "bf16")):
        for reduction in (0, 1, 2):
            case(op, f"{title}_{reduction}", normal(3, 4, dtype=dtype), normal(3, 4, dtype=dtype), reduction, tol=SUM)
    case(op, "broadcast", normal(3, 1), normal(4), 0, tol=SUM)
    case(op, "mixed", normal(3), normal(3, dtype=f64), tol=SUM)
    case(op, "empty", torch.zeros(0), torch.zeros(0), tol=SUM)


def record():
    family("reduction")
    sums()
    moments()
    extremes()
    scans()
    histograms()
    losses()
