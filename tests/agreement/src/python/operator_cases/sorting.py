"""Orders."""

import torch

from .recorder import bf16, booleans, case, distinct, f16, f64, family, INF, NAN, s64, tensor


def record():
    family("sorting")
    ties = tensor([[3.0, 1.0, 3.0, 1.0, 2.0, 3.0]])
    for op, stable in (("aten.sort.default", {}), ("aten.argsort.default", {}), ("aten.sort.stable", {"stable": True}), ("aten.argsort.stable", {"stable": True})):
        case(op, "last", distinct(3, 4), **stable)
        case(op, "descending", distinct(3, 4), **stable, dim=-1, descending=True)
        case(op, "first", distinct(4, 2), **stable, dim=0)
        case(op, "s64", distinct(6, dtype=f64).mul(4).to(s64), **stable)
        case(op, "f16", distinct(6, dtype=f16), **stable)
        case(op, "infinite", tensor([INF, 1.0, -INF, NAN]), **stable)
        case(op, "infinite_descending", tensor([INF, 1.0, -INF, NAN]), **stable, dim=0, descending=True)
        case(op, "scalar_tensor", tensor(2.0), **stable)
        case(op, "zero_size", torch.zeros(0, 3), **stable)
        if stable:
            case(op, "ties", ties, **stable)
            case(op, "ties_descending", ties, **stable, dim=1, descending=True)
            case(op, "bool", booleans(6), **stable)
    op = "aten.topk.default"
    case(op, "largest", distinct(3, 6), 2)
    case(op, "smallest", distinct(3, 6), 3, -1, False)
    case(op, "first", distinct(5, 2), 2, 0)
    case(op, "all", distinct(5), 5)
    case(op, "none", distinct(5), 0)
    case(op, "s64", distinct(6, dtype=f64).mul(4).to(s64), 3)
    case(op, "bf16", distinct(6, dtype=bf16), 2)
    case(op, "nan", tensor([1.0, NAN, 3.0]), 2)
    case(op, "scalar_tensor", tensor(4.0), 1)
