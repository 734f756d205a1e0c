"""Normalization layers in evaluation mode."""

import torch

from .recorder import bf16, case, f16, f32, f64, family, normal, SUM, uniform


def batch():
    def statistics(channels, dtype=f32):
        return normal(channels, dtype=dtype), uniform(channels, low=0.2, high=3.0, dtype=dtype)

    for shape in ((4, 3), (2, 3, 5), (2, 3, 4, 2), (1, 2, 2, 3, 2), (0, 3, 2, 2)):
        title = "x".join(map(str, shape))
        x, (mean, var) = normal(*shape), statistics(shape[1])
        w, b = normal(shape[1]), normal(shape[1])
        case("aten.batch_norm.default", title, x, w, b, mean, var, False, 0.1, 1e-5, True, tol=SUM)
        case("aten._native_batch_norm_legit_no_training.default", title, x, w, b, mean, var, 0.1, 1e-5, tol=SUM)
        case("aten.native_batch_norm.default", title, x, w, b, mean, var, False, 0.1, 1e-5, tol=SUM)
    x, (mean, var) = normal(2, 3, 4), statistics(3)
    case("aten.batch_norm.default", "no_affine", x, None, None, mean, var, False, 0.1, 1e-3, True, tol=SUM)
    case("aten.batch_norm.default", "batch_statistics", x, normal(3), normal(3), None, None, True, 0.1, 1e-5, True, tol=SUM)
    case("aten._native_batch_norm_legit_no_training.default", "no_affine", x, None, None, mean, var, 0.1, 1e-3, tol=SUM)
    case("aten._native_batch_norm_legit_no_training.default", "no_bias", x, normal(3), None, mean, var, 0.1, 1e-3, tol=SUM)
    case("aten._native_batch_norm_legit.no_stats", "f32", x, normal(3), normal(3), True, 0.1, 1e-5, tol=SUM)
    case("aten._native_batch_norm_legit.no_stats", "no_affine", x, None, None, True, 0.1, 1e-5, tol=SUM)
    m64, v64 = statistics(3, f64)
    case("aten.batch_norm.default", "f64", normal(2, 3, 4, dtype=f64), normal(3, dtype=f64), normal(3, dtype=f64), m64, v64, False, 0.1, 1e-5, True, tol=SUM)
    case("aten.batch_norm.default", "bf16_with_f32_statistics", normal(2, 3, 4, dtype=bf16), normal(3), normal(3), mean, var, False, 0.1, 1e-5, True, tol=SUM)
    mb, vb = statistics(3, bf16)
    case("aten.batch_norm.default", "bf16", normal(2, 3, 4, dtype=bf16), normal(3, dtype=bf16), normal(3, dtype=bf16), mb, vb, False, 0.1, 1e-5, True, tol=SUM)


def layers():
    for op, defaults in (("aten.layer_norm.default", (1e-5, True)), ("aten.native_layer_norm.default", (1e-5,))):
        case(op, "last", normal(2, 3, 8), [8], normal(8), normal(8), *defaults, tol=SUM)
        case(op, "two", normal(2, 3, 4), [3, 4], normal(3, 4), normal(3, 4), *defaults, tol=SUM)
        case(op, "no_affine", normal(3, 5), [5], None, None, *defaults, tol=SUM)
        case(op, "no_bias", normal(3, 5), [5], normal(5), None, 1e-3, *defaults[1:], tol=SUM)
        case(op, "zero_rows", torch.zeros(0, 5), [5], normal(5), normal(5), *defaults, tol=SUM)
        case(op, "constant_row", torch.full((1, 4), 3.0), [4], normal(4), normal(4), *defaults, tol=SUM)
        case(op, "f64", normal(2, 6, dtype=f64), [6], normal(6, dtype=f64), normal(6, dtype=f64), *defaults, tol=SUM)
        case(op, "bf16", normal(2, 6, dtype=bf16), [6], normal(6, dtype=bf16), normal(6, dtype=bf16), *defaults, tol=SUM)
        case(op, "f16", normal(2, 6, dtype=f16), [6], normal(6, dtype=f16), normal(6, dtype=f16), *defaults, tol=SUM)
    case("aten.layer_norm.default", "defaults", normal(2, 6), [6], tol=SUM)
    for op in ("aten.rms_norm.default", "aten._fused_rms_norm.default"):
        case(op, "weight", normal(2, 3, 6), [6], normal(6), 1e-6, tol=SUM)
        case(op, "no_weight", normal(2, 6), [6], None, 1e-5, tol=SUM)
        case(op, "default_eps", normal(2, 6) * 1e-3, [6], normal(6), None, tol=SUM)
        case(op, "two", normal(2, 3, 4), [3, 4], normal(3, 4), 1e-6, tol=SUM)
        case(op, "f64", normal(2, 6, dtype=f64), [6], None, None, tol=SUM)
        case(op, "bf16", normal(2, 6, dtype=bf16), [6], normal(6, dtype=bf16), 1e-6, tol=SUM)
        case(op, "f16_default_eps", normal(2, 6, dtype=f16), [6], normal(6, dtype=f16), None, tol=SUM)


def groups():
    op, native = "aten.group_norm.default", "aten.native_group_norm.default"
    for shape, count in (((2, 4, 3), 2), ((2, 6, 2, 3), 3), ((1, 4, 2, 2, 2), 1), ((2, 8), 4), ((2, 4, 3), 4)):
        title = "x".join(map(str, shape)) + f"_{count}"
        c, size = shape[1], torch.Size(shape[2:]).numel()
        case(op, title, normal(*shape), count, normal(c), normal(c), tol=SUM)
        case(native, title, normal(*shape), normal(c), normal(c), shape[0], c, size, count, 1e-5, tol=SUM)
    case(op, "no_affine", normal(2, 4, 3), 2, tol=SUM)
    case(op, "eps", normal(2, 4, 3), 2, None, None, 0.1, tol=SUM)
    case(op, "bf16", normal(2, 4, 6, dtype=bf16), 2, normal(4, dtype=bf16), normal(4, dtype=bf16), tol=SUM)
    case(op, "f64", normal(2, 4, 3, dtype=f64), 2, normal(4, dtype=f64), normal(4, dtype=f64), tol=SUM)
    case(native, "no_affine", normal(2, 4, 3), None, None, 2, 4, 3, 2, 1e-3, tol=SUM)
    op = "aten.instance_norm.default"
    case(op, "input_statistics", normal(2, 3, 5), None, None, None, None, True, 0.1, 1e-5, True, tol=SUM)
    case(op, "affine", normal(2, 3, 4, 2), normal(3), normal(3), None, None, True, 0.1, 1e-5, True, tol=SUM)
    case(op, "running_statistics", normal(2, 3, 5), normal(3), normal(3), normal(3), uniform(3, low=0.2, high=2.0), False, 0.1, 1e-5, True, tol=SUM)
    case(op, "volume", normal(1, 2, 2, 3, 2), normal(2), normal(2), None, None, True, 0.1, 1e-3, True, tol=SUM)


def weights():
    op = "aten._weight_norm.default"
    for shape, dim in (((4, 3, 5), 0), ((4, 3, 5), 1), ((4, 3, 5), 2), ((4, 3, 5), -2), ((6,), 0), ((2, 3, 1, 4), 3)):
        norms = [1] * len(shape)
        norms[dim] = shape[dim]
        title = "x".join(map(str, shape)) + f"_{dim}"
        case(op, title, normal(*shape), normal(*norms), dim, tol=SUM)
    case(op, "whole", normal(4, 3, 5), normal(), -1, tol=SUM)
    case(op, "defaults", normal(4, 3), normal(4, 1), tol=SUM)
    case(op, "zero_row", torch.zeros(2, 3), normal(2, 1), tol=SUM)
    for dtype in (f64, f16, bf16):
        case(op, str(dtype).removeprefix("torch."), normal(4, 6, dtype=dtype), normal(4, 1, dtype=dtype), 0, tol=SUM)


def record():
    family("normalization")
    batch()
    layers()
    groups()
    weights()
