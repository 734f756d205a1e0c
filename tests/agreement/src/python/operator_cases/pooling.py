"""Pools, fixed and adaptive."""

from .recorder import bf16, case, distinct, f16, f64, family, integers, NAN, normal, s64, SUM

SPATIAL = {1: (11,), 2: (7, 8), 3: (5, 4, 6)}


def maximum(rank):
    names = [f"aten.max_pool{rank}d.default", f"aten.max_pool{rank}d_with_indices.default"]
    if rank == 1:
        names[1] = "aten.max_pool1d_with_indices.default"
    for op in names:
        x = distinct(2, 2, *SPATIAL[rank])
        one, two, three = [1] * rank, [2] * rank, [3] * rank
        case(op, "default_stride", x, two)
        case(op, "stride", x, three, two)
        case(op, "padding", x, three, two, one)
        case(op, "dilation", x, two, one, [0] * rank, two)
        case(op, "ceil", x, three, two, [0] * rank, one, True)
        case(op, "ceil_padding", x, three, two, one, one, True)
        case(op, "scalar_lists", x, [3], [2], [1])
        case(op, "unbatched", x[0], two)
        case(op, "bf16", distinct(1, 1, *SPATIAL[rank], dtype=bf16), three, two, one)
        case(op, "f64", x[:1].to(f64), three, two, one)
        case(op, "negative", x - 1000.0, three, two, one)
        nan = x[:1].clone()
        nan.flatten()[5] = NAN
        case(op, "nan", nan, two)
        case(op, "s64", distinct(1, 2, *SPATIAL[rank], dtype=s64), two)


def average(rank):
    op = f"aten.avg_pool{rank}d.default"
    x = normal(2, 2, *SPATIAL[rank])
    zero, one, two, three = [0] * rank, [1] * rank, [2] * rank, [3] * rank
    case(op, "default_stride", x, two, tol=SUM)
    case(op, "stride", x, three, two, tol=SUM)
    case(op, "padding", x, three, two, one, tol=SUM)
    case(op, "padding_not_counted", x, three, two, one, False, False, tol=SUM)
    case(op, "ceil", x, three, two, zero, True, tol=SUM)
    case(op, "ceil_padding", x, three, two, one, True, tol=SUM)
    case(op, "ceil_padding_not_counted", x, three, two, one, True, False, tol=SUM)
    if rank > 1:
        case(op, "divisor", x, two, two, zero, False, True, 3, tol=SUM)
        case(op, "divisor_padding", x, three, two, one, True, False, 5, tol=SUM)
    case(op, "scalar_lists", x, [3], [2], [1], tol=SUM)
    case(op, "unbatched", x[0], two, tol=SUM)
    case(op, "bf16", x[:1].to(bf16), three, two, tol=SUM)
    case(op, "f16", x[:1].to(f16), three, two, tol=SUM)
    case(op, "f64", x[:1].to(f64), three, two, one, tol=SUM)
    case(op, "s64", integers(1, 2, *SPATIAL[rank]), two)


def adaptive(rank):
    average = [f"aten.adaptive_avg_pool{rank}d.default"] + ([f"aten._adaptive_avg_pool{rank}d.default"] if rank > 1 else [])
    sizes = [("one", [1] * rank), ("three", [3] * rank), ("larger", [9] * rank), ("same", list(SPATIAL[rank]))]
    if rank == 2:
        sizes.append(("uneven", [2, 5]))
    for op in average:
        for title, size in sizes:
            case(op, title, normal(1, 2, *SPATIAL[rank]), size, tol=SUM)
        case(op, "unbatched", normal(2, *SPATIAL[rank]), [2] * rank, tol=SUM)
        case(op, "bf16", normal(1, 2, *SPATIAL[rank], dtype=bf16), [2] * rank, tol=SUM)
        case(op, "f64", normal(1, 2, *SPATIAL[rank], dtype=f64), [2] * rank, tol=SUM)
    op = f"aten.adaptive_max_pool{rank}d.default"
    for title, size in sizes:
        case(op, title, distinct(1, 2, *SPATIAL[rank]), size)
    case(op, "unbatched", distinct(2, *SPATIAL[rank]), [2] * rank)
    case(op, "f64", distinct(1, 2, *SPATIAL[rank], dtype=f64), [2] * rank)


def record():
    family("pooling")
    for rank in (1, 2, 3):
        maximum(rank)
        average(rank)
        adaptive(rank)
