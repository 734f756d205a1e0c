"""Operators that make tensors from numbers."""

import torch

from .recorder import b8, bf16, case, f16, f32, f64, family, FUNCTION, INF, integers, NAN, normal, s32, s64, tensor, u8

CPU = torch.device("cpu")


def filled():
    for name in ("zeros", "ones"):
        case(f"aten.{name}.default", "default", [2, 3])
        case(f"aten.{name}.default", "s64", [2], dtype=s64, layout=torch.strided, device=CPU, pin_memory=False)
        case(f"aten.{name}.default", "bool", [2, 2], dtype=b8)
        case(f"aten.{name}.default", "scalar_tensor", [])
        case(f"aten.{name}.default", "empty", [0, 2], dtype=f16)
        case(f"aten.{name}_like.default", "same", integers(2, 3, dtype=s32))
        case(f"aten.{name}_like.default", "dtype", normal(2, 3), dtype=bf16, pin_memory=False)
        case(f"aten.new_{name}.default", "same", integers(2, dtype=u8), [3])
        case(f"aten.new_{name}.default", "dtype", normal(2), [2, 2], dtype=s64)
    case("aten.zero.default", "f32", tensor([1.0, NAN]))
    case("aten.full.default", "int_is_s64", [2, 3], 7)
    case("aten.full.default", "float_is_f32", [2, 3], 0.1)
    case("aten.full.default", "bool_is_bool", [2], True)
    case("aten.full.default", "dtype", [2], 1, dtype=f16)
    case("aten.full.default", "float_to_s64", [2], 2.75, dtype=s64)
    case("aten.full.default", "infinite", [2], -INF)
    case("aten.full.default", "scalar_tensor", [], 3.5, dtype=f64, layout=torch.strided, device=CPU, pin_memory=False)
    case("aten.full_like.default", "f32", normal(2, 3), 2)
    case("aten.full_like.default", "s64", integers(2), 2.9)
    case("aten.full_like.default", "dtype", normal(2), True, dtype=b8)
    case("aten.full_like.default", "f16", normal(2, dtype=f16), 0.1)
    case("aten.new_full.default", "f32", normal(2), [2, 2], 3)
    case("aten.new_full.default", "s64", integers(2), [3], 4, dtype=f32)
    for value, title in ((3, "int"), (0.1, "float"), (True, "bool"), (NAN, "nan")):
        case("aten.scalar_tensor.default", title, value)
        case("aten.scalar_tensor.default", title + "_f64", value, dtype=f64)
    case("aten.scalar_tensor.default", "s64", 2**40 + 1, dtype=s64)
    case("aten.scalar_tensor.default", "bf16", 0.1, dtype=bf16)
    case("aten.fill.Scalar", "f32", normal(2, 3), 7)
    case("aten.fill.Scalar", "s64", integers(2), 3.9)
    case("aten.fill.Tensor", "f32", normal(2, 3), tensor(2, s64))
    case("aten.fill.Tensor", "s32", integers(3, dtype=s32), tensor(2.5))
    for name, data in (
        ("empty.memory_format", ([2, 3],)), ("empty_strided.default", ([2, 3], [3, 1])), ("empty_permuted.default", ([2, 3], [0, 1])),
        ("empty_like.default", (normal(2, 3),)), ("new_empty.default", (normal(2), [2, 2])), ("new_empty_strided.default", (normal(2), [2, 2], [1, 2])),
    ):
        case(f"aten.{name}", "default", *data, unspecified=(0,))
        case(f"aten.{name}", "s64", *data, dtype=s64, unspecified=(0,))


def ranges():
    for end in (5, 0, 2.5, 3.0):
        case("aten.arange.default", f"end_{end}".replace(".", "_"), end)
    case("aten.arange.default", "dtype", 4, dtype=f32)
    case("aten.arange.default", "int32", 4, dtype=s32, device=CPU, pin_memory=False)
    case("aten.arange.start", "ints", 2, 7)
    case("aten.arange.start", "floats", 0.5, 3)
    case("aten.arange.start", "empty", 3, 3)
    case("aten.arange.start_step", "ints", 1, 10, 3)
    case("aten.arange.start_step", "backwards", 5, 0, -2)
    case("aten.arange.start_step", "floats", 0.0, 1.0, 0.1)
    case("aten.arange.start_step", "f64", 0, 1, 0.3, dtype=f64)
    case("aten.arange.start_step", "f16", 0, 5, 1, dtype=f16)
    case("aten.arange.start_step", "long", 0.0, 3.0, 0.07)
    case("aten.arange.start_step", "large_s64", 2**40, 2**40 + 3, 1)
    for title, arguments in (("five", (0, 1, 5)), ("odd", (-1.0, 1.0, 6)), ("one", (3.0, 7.0, 1)), ("none", (0.0, 1.0, 0)), ("backwards", (5, -5, 4))):
        case("aten.linspace.default", title, *arguments, tol=FUNCTION)
        case("aten.linspace.default", title + "_f64", *arguments, dtype=f64, tol=FUNCTION)
    case("aten.linspace.default", "s64", 0, 10, 5, dtype=s64)
    case("aten.linspace.Tensor_Tensor", "f32", tensor(0.0), tensor(1.0), 4, tol=FUNCTION)
    case("aten.linspace.Tensor_Scalar", "f32", tensor(0.0), 1.0, 4, tol=FUNCTION)
    case("aten.linspace.Scalar_Tensor", "f32", 0.0, tensor(1.0), 4, tol=FUNCTION)
    case("aten.logspace.default", "ten", 0, 2, 5, tol=FUNCTION)
    case("aten.logspace.default", "two", -1.0, 3.0, 5, 2.0, tol=FUNCTION)
    case("aten.logspace.Tensor_Tensor", "f32", tensor(0.0), tensor(1.0), 4, tol=FUNCTION)
    case("aten.logspace.Tensor_Scalar", "f32", tensor(0.0), 1.0, 4, tol=FUNCTION)
    case("aten.logspace.Scalar_Tensor", "f32", 0.0, tensor(1.0), 4, tol=FUNCTION)
    case("aten.eye.default", "three", 3)
    case("aten.eye.default", "bool", 2, dtype=b8)
    case("aten.eye.m", "wide", 2, 3)
    case("aten.eye.m", "s64", 3, 2, dtype=s64)
    for name in ("tril_indices", "triu_indices"):
        case(f"aten.{name}.default", "square", 3, 3)
        case(f"aten.{name}.default", "offset", 3, 4, 1)
        case(f"aten.{name}.default", "negative", 3, 2, -1, dtype=s32)


def record():
    family("creation")
    filled()
    ranges()
