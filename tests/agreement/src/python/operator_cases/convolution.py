"""Convolutions and transposed convolutions."""

import torch

from .recorder import bf16, case, f16, f64, family, integers, normal, SUM

# Sizes of a small input for one, two and three spatial dimensions.
SPATIAL = {1: (9,), 2: (6, 7), 3: (4, 5, 4)}


def forward(rank):
    op, spatial = f"aten.conv{rank}d.default", SPATIAL[rank]
    ones, kernel = [1] * rank, (3,) * rank

    def run(title, channels=2, out=3, groups=1, kernel=kernel, batch=2, bias=True, dtype=torch.float32, op=op, extra=()):
        x = normal(batch, channels, *spatial, dtype=dtype, scale=1.0)
        w = normal(out, channels // groups, *kernel, dtype=dtype, scale=0.5)
        case(op, title, x, w, normal(out, dtype=dtype) if bias else None, *extra, tol=SUM)

    run("plain")
    run("no_bias", bias=False)
    run("stride", extra=([2] * rank,))
    run("padding", extra=(ones, [1] * rank))
    run("dilation", extra=(ones, [2] * rank, [2] * rank) if rank < 3 else (ones, [1] * rank, [2] * rank))
    run("groups", channels=4, out=6, groups=2, extra=(ones, [1] * rank, ones, 2))
    run("depthwise", channels=3, out=3, groups=3, extra=(ones, [1] * rank, ones, 3), bias=False)
    run("pointwise", kernel=(1,) * rank)
    run("scalar_lists", extra=([2], [1], [1]))
    run("zero_batch", batch=0)
    run("bf16", dtype=bf16)
    run("f16", dtype=f16)
    run("f64", dtype=f64)
    case(op, "unbatched", normal(2, *spatial), normal(3, 2, *kernel), normal(3), tol=SUM)
    if rank == 2:
        run("uneven", kernel=(1, 3), extra=([2, 1], [0, 1], [1, 2]))
    padding = f"aten.conv{rank}d.padding"
    run("same", op=padding, extra=(ones, "same"), batch=1)
    run("same_even_kernel", op=padding, kernel=(2,) * rank, extra=(ones, "same"), batch=1)
    run("valid", op=padding, extra=([2] * rank, "valid"), batch=1)
    run("same_dilation", op=padding, extra=(ones, "same", [2] * rank), batch=1)
    run("same_groups", op=padding, channels=2, out=2, groups=2, extra=(ones, "same", ones, 2), batch=1)


def transposed(rank):
    op = "aten.conv_transpose1d.default" if rank == 1 else f"aten.conv_transpose{rank}d.input"
    spatial, ones, zeros = {1: (5,), 2: (4, 3), 3: (2, 3, 2)}[rank], [1] * rank, [0] * rank

    def run(title, channels=2, out=3, groups=1, kernel=(3,) * rank, bias=True, dtype=torch.float32, batch=2, extra=()):
        x = normal(batch, channels, *spatial, dtype=dtype, scale=1.0)
        w = normal(channels, out // groups, *kernel, dtype=dtype, scale=0.5)
        case(op, title, x, w, normal(out, dtype=dtype) if bias else None, *extra, tol=SUM)

    run("plain")
    run("no_bias", bias=False)
    run("stride", extra=([2] * rank,))
    run("stride_padding", extra=([2] * rank, [1] * rank))
    run("output_padding", extra=([2] * rank, [1] * rank, [1] * rank))
    run("groups", channels=4, out=6, groups=2, extra=([2] * rank, [1] * rank, zeros, 2))
    run("dilation", extra=(ones, zeros, zeros, 1, [2] * rank))
    run("zero_batch", batch=0)
    run("bf16", dtype=bf16, extra=([2] * rank,))
    run("f64", dtype=f64, extra=([2] * rank, [1] * rank))
    case(op, "unbatched", normal(2, *spatial), normal(2, 3, *((2,) * rank)), normal(3), tol=SUM)


def core():
    for op, tail in (
        ("aten.convolution.default", ()),
        ("aten._convolution.default", (False, False, True, True)),
        ("aten._convolution.deprecated", (False, False, True)),
    ):
        for rank in (1, 2, 3) if not tail else (2,):
            x, spatial = normal(1, 4, *SPATIAL[rank], scale=1.0), [1] * rank
            common = dict(tol=SUM)
            case(op, f"{rank}d", x, normal(6, 2, *((3,) * rank)), normal(6), [2] * rank, spatial, spatial, False, [0] * rank, 2, *tail, **common)
            case(op, f"{rank}d_no_bias", x, normal(3, 4, *((2,) * rank)), None, spatial, [0] * rank, spatial, False, [0] * rank, 1, *tail, **common)
            case(op, f"{rank}d_transposed", x, normal(4, 3, *((3,) * rank)), normal(6), [2] * rank, spatial, spatial, True, spatial, 2, *tail, **common)
    case("aten.conv2d.default", "s64", integers(1, 2, 5, 5), integers(3, 2, 3, 3), integers(3))
    case("aten.conv2d.default", "channels_last", normal(1, 3, 5, 5).to(memory_format=torch.channels_last), normal(2, 3, 3, 3), None, tol=SUM)


def record():
    family("convolution")
    for rank in (1, 2, 3):
        forward(rank)
        transposed(rank)
    core()
