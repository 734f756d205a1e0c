"""Elementwise arithmetic, comparisons and logic."""

import torch

from .recorder import (
    b8, bf16, booleans, case, f16, f32, f64, family, FUNCTION, INF, integers, NAN, normal, s16, s32, s64, s8, SPECIAL,
    tensor, u8, uniform, values,
)

EXACT_UNARY = """abs absolute neg negative sign floor ceil trunc fix round frac reciprocal square sqrt isnan isinf isfinite isneginf
isposinf signbit positive bitwise_not logical_not""".split()
FUNCTION_UNARY = """exp exp2 expm1 log log2 log10 log1p sin cos tan asin acos atan sinh cosh asinh acosh atanh erf erfc rsqrt
deg2rad rad2deg""".split()
UNIT = {"asin", "acos", "atanh"}
POSITIVE = {"log", "log2", "log10", "log1p", "sqrt", "rsqrt", "acosh"}


def unary():
    for name in EXACT_UNARY + FUNCTION_UNARY:
        op, tol = f"aten.{name}.default", FUNCTION if name in FUNCTION_UNARY else None

        def sample(*shape, dtype=f32):
            if dtype.is_floating_point and name in UNIT:
                return uniform(*shape, low=-1.0, high=1.0).to(dtype)
            if dtype.is_floating_point and name in POSITIVE:
                return uniform(*shape, low=1.0, high=9.0).to(dtype)
            return values(*shape, dtype=dtype)

        case(op, "f32", sample(3, 17), tol=tol)
        # A large argument of tan or exp2 asks for a range reduction or overflow that belongs to no real network.
        special = SPECIAL if name not in ("sin", "cos", "tan") else torch.where(SPECIAL.abs() > 1e30, 100.0, SPECIAL)
        case(op, "special", special, tol=tol)
        case(op, "f64", sample(5, dtype=f64), tol=tol)
        case(op, "f16", sample(9, dtype=f16), tol=tol)
        case(op, "bf16", sample(9, dtype=bf16), tol=tol)
        case(op, "s32", integers(6, dtype=s32, low=1 if name in POSITIVE else -3, high=4), tol=tol)
        case(op, "s64_zero_size", torch.zeros(2, 0, dtype=s64), tol=tol)
        case(op, "u8", tensor([0, 1, 2, 5], u8), tol=tol)
        case(op, "s8", tensor([-3, 0, 1, 5], s8), tol=tol)
        case(op, "bool", booleans(5), tol=tol)
        case(op, "f32_scalar", sample(), tol=tol)
        case(op, "f32_zero_size", torch.zeros(0, 3), tol=tol)
    ties = tensor([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 8388609.0, -0.25, 0.49999997])
    for name in ("round", "floor", "ceil", "trunc", "frac"):
        case(f"aten.{name}.default", "ties", ties)
        case(f"aten.{name}.default", "ties_f16", ties[:7].to(f16))
        case(f"aten.{name}.default", "ties_f64", ties.to(f64))
    case("aten.round.decimals", "two", normal(11), decimals=2)
    case("aten.round.decimals", "minus_one", normal(11, scale=100.0), decimals=-1)
    case("aten.round.decimals", "zero", ties, decimals=0)
    case("aten.round.decimals", "f64", normal(7, dtype=f64), decimals=3)
    for name in ("abs", "neg"):
        case(f"aten.{name}.default", "extreme_s8", tensor([-128, 127, -1], s8))
        case(f"aten.{name}.default", "extreme_s64", tensor([-(2**63), 2**63 - 1, -1], s64))
        case(f"aten.{name}.default", "extreme_s32", tensor([-(2**31), 2**31 - 1, -1], s32))
    case("aten.square.default", "overflow_s32", tensor([65536, 46341, -3], s32))
    case("aten.logit.default", "no_eps", uniform(7, low=0.01, high=0.99), tol=FUNCTION)
    case("aten.logit.default", "eps", tensor([-1.0, 0.0, 0.25, 0.5, 1.0, 2.0]), 1e-3, tol=1e-5)
    case("aten.nan_to_num.default", "defaults", SPECIAL)
    case("aten.nan_to_num.default", "all", SPECIAL, 1.0, 2.0, -2.0)
    case("aten.nan_to_num.default", "f16", tensor([NAN, INF, -INF, 2.0], f16))
    case("aten.nan_to_num.default", "s32", integers(4, dtype=s32))


MIXED = [
    ("f32_broadcast", lambda: (normal(2, 1, 3), normal(4, 1))),
    ("f32_scalar_tensors", lambda: (normal(), normal())),
    ("f32_zero_size", lambda: (torch.zeros(2, 0, 3), normal(3))),
    ("f64", lambda: (normal(5, dtype=f64), normal(5, dtype=f64))),
    ("f16", lambda: (normal(9, dtype=f16), normal(9, dtype=f16))),
    ("bf16", lambda: (normal(9, dtype=bf16), normal(9, dtype=bf16))),
    ("s64", lambda: (integers(7), integers(7, low=1))),
    ("s32_broadcast", lambda: (integers(3, 1, dtype=s32), integers(4, dtype=s32, low=1))),
    ("s16", lambda: (integers(5, dtype=s16), integers(5, dtype=s16, low=1))),
    ("s8", lambda: (integers(5, dtype=s8), integers(5, dtype=s8, low=1))),
    ("u8", lambda: (integers(5, dtype=u8), integers(5, dtype=u8, low=1))),
    ("bool", lambda: (tensor([False, False, True, True], b8), tensor([False, True, False, True], b8))),
    ("u8_with_s8", lambda: (tensor([0, 7, 200], u8), tensor([5, -3, 2], s8))),
    ("bool_with_s32", lambda: (booleans(4), integers(4, dtype=s32, low=1))),
    ("f16_with_bf16", lambda: (normal(4, dtype=f16), normal(4, dtype=bf16))),
    ("f32_with_s64", lambda: (normal(4), integers(4, low=1))),
    ("f16_with_f32", lambda: (normal(4, dtype=f16), normal(4))),
    ("f32_with_f64_scalar_tensor", lambda: (normal(4), normal(dtype=f64))),
    ("f16_with_f32_scalar_tensor", lambda: (normal(4, dtype=f16), normal())),
    ("s64_with_f32_scalar_tensor", lambda: (integers(4), normal())),
    ("f32_with_s64_scalar_tensor", lambda: (normal(4), tensor(3, s64))),
    ("s8_with_s64_scalar_tensor", lambda: (integers(4, dtype=s8), tensor(3, s64))),
    ("bool_with_u8_scalar_tensor", lambda: (booleans(4), tensor(3, u8))),
    ("s64_scalar_tensor_with_s8", lambda: (tensor(3, s64), integers(4, dtype=s8, low=1))),
]
SCALARS = [
    ("f32_plus_float", lambda: normal(5), 0.1),
    ("f32_plus_int", lambda: normal(5), 3),
    ("f32_plus_bool", lambda: normal(5), True),
    ("f64_plus_float", lambda: normal(5, dtype=f64), 0.1),
    ("f16_plus_float", lambda: normal(9, dtype=f16), 0.1),
    ("bf16_plus_float", lambda: normal(9, dtype=bf16), 0.1),
    ("f16_plus_int", lambda: normal(5, dtype=f16), 3),
    ("s64_plus_float", lambda: integers(7), 2.5),
    ("s64_plus_int", lambda: integers(7), 3),
    ("s32_plus_negative_int", lambda: integers(7, dtype=s32), -3),
    ("u8_plus_int", lambda: tensor([0, 3, 200, 255], u8), 60),
    ("s8_plus_float", lambda: integers(5, dtype=s8), 1.5),
    ("s8_plus_int", lambda: tensor([-128, -3, 5, 127], s8), 7),
    ("bool_plus_int", lambda: booleans(4), 2),
    ("bool_plus_float", lambda: booleans(4), 0.5),
    ("bool_plus_bool", lambda: booleans(4), True),
    ("s64_scalar_tensor_plus_float", lambda: tensor(4, s64), 0.5),
    ("zero_size_plus_int", lambda: torch.zeros(0, 2), 1),
]


def special_pair():
    return SPECIAL[:11].reshape(11, 1), SPECIAL[:11]


def binary():
    exact = ["add", "sub", "mul", "div", "subtract", "multiply", "divide", "true_divide", "maximum", "minimum", "fmax", "fmin", "floor_divide",
             "remainder", "fmod", "rsub"]
    functions = ["pow", "atan2", "arctan2", "logaddexp"]
    aliases = {"subtract", "multiply", "divide", "true_divide", "arctan2"}
    for name in exact + functions:
        tol = FUNCTION if name in functions else None
        tensor_op = {"pow": "aten.pow.Tensor_Tensor", "add": "aten.add.Tensor"}.get(name)
        if tensor_op is None:
            variants = getattr(torch.ops.aten, name).overloads()
            tensor_op = f"aten.{name}.Tensor" if "Tensor" in variants else f"aten.{name}.default"
        mixed = MIXED if name not in aliases else MIXED[:1] + MIXED[6:7] + MIXED[15:16]
        for title, make in mixed:
            left, right = make()
            if name == "pow" and left.dtype.is_floating_point:
                left = left.abs()
            if name == "pow" and title == "s8_with_s64_scalar_tensor":
                left = left.clamp(-4, 4)
            case(tensor_op, title, left, right, tol=tol)
        if name not in ("maximum", "minimum", "fmax", "fmin"):
            left, right = special_pair()
            case(tensor_op, "special", left, right, tol=tol)
        else:
            # Which zero is the larger is not fixed.
            edge = tensor([NAN, INF, -INF, 0.0, 1.0, -2.5])
            case(tensor_op, "special", edge.reshape(6, 1), edge)
        scalar_ops = [tensor_op]
        if name == "pow":
            scalar_ops = ["aten.pow.Tensor_Scalar"]
        elif "Scalar" in getattr(torch.ops.aten, name).overloads():
            scalar_ops.append(f"aten.{name}.Scalar")
        if name in ("maximum", "minimum", "fmax", "fmin", "atan2", "arctan2", "logaddexp"):
            scalar_ops = []
        for op in scalar_ops:
            for title, make, scalar in SCALARS if name not in aliases else SCALARS[:2] + SCALARS[7:9]:
                if name == "pow" and scalar is not True and make().dtype in (s32, s64) and scalar == -3:
                    continue
                case(op, title, make(), scalar, tol=tol)
    for name in ("add", "sub", "rsub", "subtract"):
        case(f"aten.{name}.Tensor", "alpha_int", integers(5), integers(5), alpha=3)
        case(f"aten.{name}.Tensor", "alpha_float", normal(5), normal(5), alpha=0.3, tol=FUNCTION)
        case(f"aten.{name}.Tensor", "alpha_f16", normal(5, dtype=f16), normal(5, dtype=f16), alpha=0.3, tol=FUNCTION)
        case(f"aten.{name}.Scalar", "alpha_int", integers(5), 2, 3)
        case(f"aten.{name}.Scalar", "alpha_float", normal(5), 2, 0.5, tol=FUNCTION)
    case("aten.add.Tensor", "alpha_exact", integers(5).to(f32), integers(5).to(f32), alpha=2)
    case("aten.add.Tensor", "overflow_s8", tensor([127, -128], s8), tensor([1, -1], s8))
    case("aten.add.Tensor", "overflow_s64", tensor([2**63 - 1, -(2**63)], s64), tensor([1, -1], s64))
    case("aten.sub.Tensor", "underflow_u8", tensor([0, 3], u8), tensor([1, 5], u8))
    case("aten.mul.Tensor", "overflow_s32", tensor([2**31 - 1, 65536, -65536], s32), tensor([2, 65536, 32769], s32))
    case("aten.add.Tensor", "large_int_to_f32", tensor([16777217, 2**40 + 1], s64), 0.0)
    left, right = tensor([7, -7, 7, -7, 0], s64), tensor([3, 3, -3, -3, 2], s64)
    floats = tensor([7.5, -7.5, 7.5, -7.5, 0.0, -0.0, 5.3, INF, 1.0]), tensor([2.0, 2.0, -2.0, -2.0, 3.0, 3.0, 0.1, 2.0, INF])
    for name in ("div", "divide"):
        for mode in (None, "floor", "trunc"):
            title = mode or "true"
            case(f"aten.{name}.Tensor_mode", f"{title}_s64", left, right, rounding_mode=mode)
            case(f"aten.{name}.Tensor_mode", f"{title}_f32", *floats, rounding_mode=mode)
            case(f"aten.{name}.Tensor_mode", f"{title}_f16", floats[0][:7].to(f16), floats[1][:7].to(f16), rounding_mode=mode)
            case(f"aten.{name}.Tensor_mode", f"{title}_s32_with_f32", integers(4, dtype=s32), tensor([2.0, -2.0, 3.0, -3.0]), rounding_mode=mode)
            case(f"aten.{name}.Tensor_mode", f"{title}_by_zero", tensor([1.0, -1.0, 0.0]), tensor([0.0, 0.0, 0.0]), rounding_mode=mode)
            case(f"aten.{name}.Scalar_mode", f"{title}_s64", left, -3, rounding_mode=mode)
            case(f"aten.{name}.Scalar_mode", f"{title}_s64_float", left, 2.5, rounding_mode=mode)
            case(f"aten.{name}.Scalar_mode", f"{title}_f32", floats[0], 0.1, rounding_mode=mode)
            case(f"aten.{name}.Scalar_mode", f"{title}_u8", tensor([0, 7, 255], u8), 2, rounding_mode=mode)
    for name in ("remainder", "fmod", "floor_divide"):
        op = f"aten.{name}.Tensor" if name != "floor_divide" else "aten.floor_divide.default"
        case(op, "signs_s64", left, right)
        case(op, "signs_f32", *floats)
        case(f"aten.{name}.Scalar", "signs", left, -3)
        case(f"aten.{name}.Scalar", "signs_f32", floats[0], -2.0)
    case("aten.remainder.Scalar_Tensor", "s64", 7, tensor([2, -2, 3, -3], s64))
    case("aten.remainder.Scalar_Tensor", "f32", 7.5, tensor([2.0, -2.0, 3.0, -3.0]))
    case("aten.pow.Scalar", "f32", 2, normal(7), tol=FUNCTION)
    case("aten.pow.Scalar", "float_s64", 1.5, integers(5, low=-3, high=4), tol=FUNCTION)
    case("aten.pow.Scalar", "int_s64", 2, integers(5, low=0, high=9))
    case("aten.pow.Scalar", "one", 1, normal(4))
    for exponent in (0, 1, 2, 3, -1, -2, 0.5, -0.5, 2.0, 2.5, 0.0):
        title = f"exponent_{exponent}".replace("-", "minus_").replace(".", "_")
        case("aten.pow.Tensor_Scalar", title, uniform(7, low=0.2, high=3.0), exponent, tol=FUNCTION)
    case("aten.pow.Tensor_Scalar", "negative_base", tensor([-2.0, -1.5, -0.0, 0.0]), 3, tol=FUNCTION)
    case("aten.pow.Tensor_Scalar", "negative_base_fraction", tensor([-2.0, 2.0]), 0.3, tol=FUNCTION)
    case("aten.pow.Tensor_Scalar", "s32_squared", tensor([-70000, 3, 46341], s32), 2)
    case("aten.pow.Tensor_Scalar", "s64_float", tensor([1, 2, 3], s64), 0.5, tol=FUNCTION)
    case("aten.mul.Scalar", "nan", normal(3), NAN)
    case("aten.mul.Tensor", "infinite_scalar", normal(3), INF)
    for name in ("addcmul", "addcdiv"):
        op = f"aten.{name}.default"
        case(op, "f32", normal(2, 3), normal(2, 1), uniform(3, low=0.5, high=2.0), tol=FUNCTION)
        case(op, "value", normal(4), normal(4), uniform(4, low=0.5, high=2.0), value=0.3, tol=FUNCTION)
        case(op, "f16", normal(4, dtype=f16), normal(4, dtype=f16), uniform(4, low=0.5, high=2.0, dtype=f16), value=0.3, tol=FUNCTION)
        case(op, "s64", integers(4), integers(4), integers(4, low=1), value=2)
    case("aten.lerp.Scalar", "f32", normal(5), normal(5), 0.3, tol=FUNCTION)
    case("aten.lerp.Scalar", "far", normal(5), normal(5), 0.8, tol=FUNCTION)
    case("aten.lerp.Tensor", "f32", normal(2, 3), normal(2, 3), uniform(3), tol=FUNCTION)
    case("aten.lerp.Tensor", "f64", normal(4, dtype=f64), normal(4, dtype=f64), uniform(4, dtype=f64), tol=FUNCTION)


def clamps():
    for name in ("clamp", "clip"):
        default, tensors = f"aten.{name}.default", f"aten.{name}.Tensor"
        case(default, "both", normal(11), -1, 1)
        case(default, "min_only", normal(5), 0.5)
        case(default, "max_only", normal(5), None, 0.1)
        case(default, "crossed", normal(5), 1.0, -1.0)
        case(default, "special", SPECIAL, -1.0, 2.0)
        case(default, "f16", normal(5, dtype=f16), -0.1, 0.1)
        case(default, "s64", integers(9), -3, 3)
        case(default, "s64_float", integers(9), -2.5, 2.5)
        case(default, "u8", integers(9, dtype=u8, high=200), 5, 100)
        case(tensors, "both", normal(2, 3), normal(3) - 1, normal(2, 1) + 1)
        case(tensors, "max_only", normal(2, 3), None, normal(3))
        case(tensors, "s32", integers(4, dtype=s32), integers(4, dtype=s32, high=0), integers(4, dtype=s32, low=1))
        case(tensors, "s64_with_f32", integers(4), tensor(-1.5), tensor(1.5))
    for name in ("clamp_min", "clamp_max"):
        case(f"aten.{name}.default", "f32", normal(9), 0.25)
        case(f"aten.{name}.default", "special", SPECIAL, 1.5)
        case(f"aten.{name}.default", "s64", integers(9), 2)
        case(f"aten.{name}.default", "s64_float", integers(5), 2.5)
        case(f"aten.{name}.default", "bf16", normal(9, dtype=bf16), 0.1)
        case(f"aten.{name}.Tensor", "broadcast", normal(2, 3), normal(2, 1))
        case(f"aten.{name}.Tensor", "s64_with_f32", integers(3), normal(3))


def comparisons():
    pairs = [("eq", None), ("ne", "not_equal"), ("lt", "less"), ("le", "less_equal"), ("gt", "greater"), ("ge", "greater_equal")]
    for name, alias in pairs:
        op, scalar = f"aten.{name}.Tensor", f"aten.{name}.Scalar"
        for title, make in MIXED:
            case(op, title, *make())
        case(op, "special", *special_pair())
        case(op, "equal_elements", tensor([1, 2, 3], s64), tensor([1.0, 2.5, 3.0]))
        for title, make, value in SCALARS:
            case(scalar, title, make(), value)
        case(scalar, "nan", SPECIAL, NAN)
        case(scalar, "infinite", SPECIAL, INF)
        case(scalar, "zero", SPECIAL, 0)
        case(scalar, "rounded_integers", tensor([16777216, 16777217, 16777218], s64), 16777216.0)
        case(scalar, "f16_rounded_scalar", tensor([0.1, 0.2], f16), 0.1)
        if alias:
            case(f"aten.{alias}.Tensor", "f32", normal(2, 3).round(), normal(3).round())
            case(f"aten.{alias}.Scalar", "s64", integers(5), 0)
            case(f"aten.{alias}.Tensor", "s32_with_f32", integers(4, dtype=s32), normal(4))
            case(f"aten.{alias}.Scalar", "f32", SPECIAL, 0.5)
    case("aten.eq.Tensor", "large_s64", tensor([2**53 + 1, 2**62], s64), tensor([2**53, 2**62], s64))
    for title, other in (("defaults", ()), ("tolerances", (0.1, 0.1)), ("equal_nan", (1e-5, 1e-8, True))):
        case("aten.isclose.default", title, tensor([1.0, NAN, INF, 2.0]), tensor([1.0 + 1e-7, NAN, INF, 2.1]), *other)
    case("aten.equal.default", "same", tensor([1.0, 2.0]), tensor([1.0, 2.0]))
    case("aten.equal.default", "other", tensor([1.0, NAN]), tensor([1.0, NAN]))
    case("aten.equal.default", "shapes", torch.ones(2), torch.ones(3))
    case("aten.is_same_size.default", "no", torch.ones(2), torch.ones(2, 1))


def logic():
    for name in ("and", "or", "xor"):
        case(f"aten.logical_{name}.default", "f32", SPECIAL, SPECIAL.flip(0))
        for title in ("bool", "s64", "s32_broadcast", "f32_with_s64", "f32_zero_size", "u8_with_s8"):
            case(f"aten.logical_{name}.default", title, *dict(MIXED)[title]())
        for base in (f"bitwise_{name}", f"__{name}__"):
            for title in ("bool", "s64", "s32_broadcast", "s16", "s8", "u8", "u8_with_s8", "bool_with_s32", "s8_with_s64_scalar_tensor"):
                case(f"aten.{base}.Tensor", title, *dict(MIXED)[title]())
            case(f"aten.{base}.Tensor", "zero_size", torch.zeros(0, dtype=s64), tensor(3, s64))
            case(f"aten.{base}.Scalar", "s64", integers(6), 6)
            case(f"aten.{base}.Scalar", "negative", integers(6, dtype=s32), -4)
            case(f"aten.{base}.Scalar", "u8", integers(6, dtype=u8), 3)
            case(f"aten.{base}.Scalar", "bool", booleans(4), True)
            case(f"aten.{base}.Scalar", "bool_with_int", booleans(4), 2)
        case(f"aten.bitwise_{name}.Scalar_Tensor", "s64", 5, integers(6))
        case(f"aten.bitwise_{name}.Scalar_Tensor", "bool", True, booleans(4))
    for shift in ("left", "right"):
        base, dunder = f"bitwise_{shift}_shift", f"__{shift[0]}shift__"
        case(f"aten.{base}.Tensor", "s64", integers(6), integers(6, low=0, high=5))
        case(f"aten.{base}.Tensor", "s8", tensor([1, -1, 64, -128], s8), tensor([1, 2, 1, 7], s8))
        case(f"aten.{base}.Tensor", "u8", tensor([1, 255, 64], u8), tensor([1, 2, 2], u8))
        case(f"aten.{base}.Tensor_Scalar", "s32", integers(6, dtype=s32), 3)
        case(f"aten.{base}.Scalar_Tensor", "s64", 100, integers(6, low=0, high=5))
        case(f"aten.{dunder}.Tensor", "s64", integers(6), integers(6, low=0, high=5))
        case(f"aten.{dunder}.Scalar", "s32", integers(6, dtype=s32), 3)
        case(f"aten.{dunder}.Tensor", "u8", integers(6, dtype=u8), integers(6, dtype=u8, high=3))
        case(f"aten.{dunder}.Scalar", "s64", integers(6), 1)
        case(f"aten.{base}.Tensor_Scalar", "u8", integers(6, dtype=u8), 1)


def selection():
    mask = booleans(2, 3)
    case("aten.where.self", "f32", mask, normal(2, 3), normal(3))
    case("aten.where.self", "promote", mask, normal(2, 3, dtype=f16), normal(2, 3))
    case("aten.where.self", "s64_with_f32", mask, integers(2, 3), normal(2, 3))
    case("aten.where.self", "scalar_tensor", mask, normal(2, 3), tensor(-INF))
    case("aten.where.self", "f64_scalar_tensor", mask, normal(2, 3), tensor(0.1, f64))
    case("aten.where.self", "s64_scalar_tensor", mask, tensor(1, s64), tensor(0.5))
    case("aten.where.self", "u8_condition", mask.to(u8), normal(2, 3), normal(2, 3))
    case("aten.where.self", "broadcast_condition", booleans(3, 1), normal(3), normal(1))
    case("aten.where.self", "zero_size", torch.zeros(0, 3, dtype=b8), normal(3), normal(3))
    case("aten.where.self", "bool", mask, booleans(2, 3), booleans(2, 3))
    case("aten.where.ScalarOther", "float", mask, normal(2, 3), -INF)
    case("aten.where.ScalarOther", "int_with_float", mask, integers(2, 3), 0.5)
    case("aten.where.ScalarOther", "f16", mask, normal(2, 3, dtype=f16), -1e4)
    case("aten.where.ScalarOther", "u8", mask, integers(2, 3, dtype=u8), 7)
    case("aten.where.ScalarSelf", "float", mask, 0.1, normal(2, 3))
    case("aten.where.ScalarSelf", "int", mask, 1, integers(2, 3, dtype=s32))
    case("aten.where.Scalar", "floats", mask, 0.1, -INF)
    case("aten.where.Scalar", "ints", mask, 1, 0)
    case("aten.where.Scalar", "mixed", mask, 1, 0.5)
    case("aten.where.Scalar", "bools", mask, True, False)
    case("aten.where.default", "mask", mask)
    case("aten.where.default", "f32", tensor([[0.0, 1.0], [NAN, -0.0]]))
    case("aten.masked_fill.Scalar", "f32", normal(2, 3), mask, -INF)
    case("aten.masked_fill.Scalar", "broadcast_mask", normal(2, 3), booleans(3), 0)
    case("aten.masked_fill.Scalar", "broadcast_self", normal(3), booleans(2, 3), 1.5)
    case("aten.masked_fill.Scalar", "s64", integers(2, 3), mask, 9)
    case("aten.masked_fill.Scalar", "f16", normal(2, 3, dtype=f16), mask, -65504.0)
    case("aten.masked_fill.Scalar", "bool", booleans(2, 3), mask, True)
    case("aten.masked_fill.Tensor", "f32", normal(2, 3), mask, tensor(2.5))
    case("aten.masked_fill.Tensor", "s64", integers(2, 3), mask, tensor(4, s64))


def record():
    family("pointwise")
    unary()
    binary()
    clamps()
    selection()
    family("comparison")
    comparisons()
    logic()
