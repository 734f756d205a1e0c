"""Sizes, assertions and arithmetic on symbolic numbers."""

import math
import operator

import torch

from .recorder import case, f32, family, normal, s64, tensor


def record():
    family("symbolic")
    x = normal(2, 3, 4)
    for dim in (0, 1, -1):
        for name in ("sym_size", "sym_stride", "size", "stride"):
            case(f"aten.{name}.int", f"dim_{dim}", x, dim)
    for name in ("sym_numel", "numel", "sym_storage_offset", "dim", "sym_is_contiguous"):
        case(f"aten.{name}.default", "f32", x)
        case(f"aten.{name}.default", "scalar_tensor", tensor(1, s64))
    case("aten.sym_numel.default", "zero_size", torch.zeros(0, 3))
    case("aten._assert_tensor_metadata.default", "all", x, [2, 3, 4], [12, 4, 1], f32, device=torch.device("cpu"), layout=torch.strided)
    case("aten._assert_tensor_metadata.default", "dtype", x, None, None, f32)
    case("aten._assert_scalar.default", "holds", True, "never seen")
    case("aten._assert_scalar.default", "holds_int", 2, "never seen")
    case("aten._assert_async.default", "holds", tensor(True, torch.bool))
    case("aten._assert_async.msg", "holds", tensor([1.0]), "never seen")
    case("aten._functional_assert_async.msg", "holds", tensor(True, torch.bool), "never seen", tensor([0.0]))
    case("aten._functional_assert_scalar.default", "holds", True, "never seen", tensor([0.0]))
    for name in ("sym_constrain_range", "sym_constrain_range_for_size"):
        case(f"aten.{name}.default", "inside", 5, min=2, max=9)
        case(f"aten.{name}.default", "open", 5)
        case(f"aten._functional_{name}.default", "inside", 5, 2, 9, tensor([0.0]))
    pairs = [(7, 3), (-7, 3), (7, -3), (0, 5), (2**40, 2)]
    for function in (operator.add, operator.sub, operator.mul, operator.floordiv, operator.mod, operator.truediv, operator.eq, operator.ne, operator.lt,
                     operator.le, operator.gt, operator.ge, torch.sym_max, torch.sym_min):
        for a, b in pairs:
            case(f"{function.__module__}.{function.__name__}", f"{a}_{b}", a, b, run=function)
        case(f"{function.__module__}.{function.__name__}", "floats", 7.5, -2.0, run=function)
    case("_operator.pow", "ints", 3, 4, run=operator.pow)
    case("_operator.pow", "float", 2.0, 0.5, run=operator.pow)
    case("_operator.lshift", "ints", 3, 4, run=operator.lshift)
    case("_operator.rshift", "ints", -33, 2, run=operator.rshift)
    for a in (True, False):
        for b in (True, False):
            case("_operator.and_", f"{a}_{b}".lower(), a, b, run=operator.and_)
            case("_operator.or_", f"{a}_{b}".lower(), a, b, run=operator.or_)
        case("torch.sym_not", str(a).lower(), a, run=torch.sym_not)
        case("torch.sym_ite", str(a).lower(), a, 3, 4, run=torch.sym_ite)
    for value in (5, -5):
        case("_operator.neg", f"value_{value}", value, run=operator.neg)
        case("_operator.pos", f"value_{value}", value, run=operator.pos)
        case("torch.sym_float", f"value_{value}", value, run=torch.sym_float)
    for value in (2.75, -2.75, 3.0):
        case("torch.sym_int", f"value_{value}", value, run=torch.sym_int)
        case("math.trunc", f"value_{value}", value, run=math.trunc)
    case("torch._sym_sqrt", "two", 2.0, run=torch.sym_sqrt)
    case("torch._sym_sqrt", "nine", 9.0, run=torch.sym_sqrt)
