"""Activations, softmax and dropout in evaluation mode."""

import torch

from .recorder import bf16, case, f16, f32, f64, family, FUNCTION, INF, integers, NAN, normal, s32, tensor, u8

# Around every corner of the piecewise functions.
CORNERS = tensor([-20.0, -6.0, -3.0, -2.5, -1.0, -0.5, -0.25, 0.0, 0.25, 0.5, 1.0, 2.5, 3.0, 6.0, 6.5, 20.0, 21.0, 100.0])
EDGE = tensor([NAN, INF, -INF, -0.0])


def elementwise():
    exact = {
        "relu": [()], "relu6": [()], "hardtanh": [(), (-0.5, 2.0), (0, 6)], "leaky_relu": [(), (0.2,)],
        "threshold": [(0.5, -1.0), (1, 20)], "hardshrink": [(), (1.0,)],
    }
    functions = {
        "hardswish": [()], "hardsigmoid": [()], "silu": [()], "mish": [()], "elu": [(), (1.5,), (1.6732632423543772, 1.0507009873554805, 0.7)],
        "celu": [(), (0.5,)], "selu": [()], "softplus": [(), (2, 5), (0.5, 20.0)], "softshrink": [(), (1.0,)], "log_sigmoid": [()],
        "sigmoid": [()], "tanh": [()], "gelu": [()],
    }
    for table, tol in ((exact, None), (functions, FUNCTION)):
        for name, variants in table.items():
            op = f"aten.{name}.default"
            for index, arguments in enumerate(variants):
                title = "" if not arguments else "_" + "_".join(str(a).replace("-", "minus").replace(".", "_")[:5] for a in arguments)
                case(op, "corners" + title, CORNERS, *arguments, tol=tol)
                case(op, "normal" + title, normal(3, 17), *arguments, tol=tol)
                # Of the infinities gelu makes NaN in one kernel and not in another.
                case(op, "edge" + title, EDGE if name != "gelu" else tensor([NAN, -0.0, 1e4, -1e4]), *arguments, tol=tol)
                case(op, "corners_f16" + title, CORNERS.to(f16), *arguments, tol=tol)
                case(op, "corners_bf16" + title, CORNERS.to(bf16), *arguments, tol=tol)
                case(op, "corners_f64" + title, CORNERS.to(f64), *arguments, tol=tol)
                if index == 0:
                    case(op, "s32" + title, integers(6, dtype=s32), *arguments, tol=tol)
                    case(op, "zero_size" + title, torch.zeros(0, 2), *arguments, tol=tol)
                    case(op, "scalar_tensor" + title, tensor(-0.75), *arguments, tol=tol)
    for dtype, title in ((f32, "f32"), (f16, "f16"), (f64, "f64")):
        case("aten.gelu.default", "tanh_" + title, CORNERS.to(dtype), approximate="tanh", tol=FUNCTION)
    case("aten.gelu.default", "tanh_normal", normal(2, 9), approximate="tanh", tol=FUNCTION)
    case("aten.relu.default", "u8", integers(5, dtype=u8))
    for op in ("aten.prelu.default", "aten._prelu_kernel.default"):
        case(op, "one_weight", normal(2, 3, 4), tensor([0.25]).reshape(1, 1, 1) if "kernel" in op else tensor([0.25]))
        case(op, "per_channel", normal(2, 3, 4), normal(1, 3, 1) if "kernel" in op else normal(3))
        case(op, "edge", EDGE, tensor([0.5]))
    case("aten.prelu.default", "bf16", normal(2, 3, dtype=bf16), normal(3, dtype=bf16), tol=FUNCTION)
    case("aten.prelu.default", "two_dimensions", normal(4, 3), normal(3))
    case("aten.glu.default", "last", normal(2, 6), tol=FUNCTION)
    case("aten.glu.default", "first", normal(4, 3), 0, tol=FUNCTION)
    case("aten.glu.default", "bf16", normal(4, 6, dtype=bf16), -1, tol=FUNCTION)
    case("aten.log_sigmoid_forward.default", "f32", CORNERS, tol=FUNCTION, unspecified=(1,))


def softmax():
    for name in ("softmax", "log_softmax"):
        op, core = f"aten.{name}.int", f"aten._{name}.default"
        case(op, "last", normal(3, 7), -1, tol=FUNCTION)
        case(op, "first", normal(3, 2, 2), 0, tol=FUNCTION)
        case(op, "middle", normal(2, 5, 3), 1, tol=FUNCTION)
        case(op, "large_values", tensor([[1000.0, 999.0, -1000.0], [-1e4, -1e4, -1e4]]), 1, tol=FUNCTION)
        case(op, "f16", normal(2, 9, dtype=f16), -1, tol=FUNCTION)
        case(op, "bf16", normal(2, 9, dtype=bf16), -1, tol=FUNCTION)
        case(op, "f64", normal(2, 3, dtype=f64), -1, tol=FUNCTION)
        case(op, "f16_to_f32", normal(2, 5, dtype=f16), -1, f32, tol=FUNCTION)
        case(op, "s64_to_f32", integers(2, 5), -1, f32, tol=FUNCTION)
        case(op, "masked", tensor([[0.5, -INF, 1.0], [-INF, -INF, 2.0]]), -1, tol=FUNCTION)
        case(op, "all_masked", torch.full((1, 3), -INF), -1, tol=FUNCTION)
        case(op, "scalar_tensor", tensor(2.0), 0, tol=FUNCTION)
        case(op, "zero_size", torch.zeros(0, 3), -1, tol=FUNCTION)
        case(core, "last", normal(3, 7), -1, False, tol=FUNCTION)
        case(core, "middle", normal(2, 5, 3), 1, False, tol=FUNCTION)
        case(core, "bf16", normal(2, 6, dtype=bf16), -1, False, tol=FUNCTION)
    case("aten._safe_softmax.default", "f32", normal(2, 3), -1, tol=FUNCTION)
    case("aten._safe_softmax.default", "all_masked", tensor([[-INF, -INF], [0.0, 1.0]]), -1, tol=FUNCTION)


def dropout():
    for name in ("dropout", "alpha_dropout", "feature_dropout", "feature_alpha_dropout"):
        case(f"aten.{name}.default", "evaluation", normal(2, 3, 2), 0.5, False)
        case(f"aten.{name}.default", "zero_probability", normal(2, 3, 2), 0.0, False)
    case("aten.native_dropout.default", "evaluation", normal(2, 3), 0.5, False)
    case("aten.native_dropout.default", "evaluation_f16", normal(4, dtype=f16), 0.1, False)


def record():
    family("activation")
    elementwise()
    softmax()
    dropout()
