"""Changes of dtype."""

import torch

from .recorder import (
    b8, bf16, booleans, case, f16, f32, f64, family, INF, integers, NAMES, NAN, normal, s16, s32, s64, s8, tensor, u8,
)

HALVES = tensor([0.1, 1.0009765625, 1.00048828125, 65504.0, 65519.0, 65520.0, 6e-8, 2.9e-8, 3e-8, -0.0, NAN, INF, -INF, 1e-8, 3.3895e38, 1.00390625, 1.01171875])


def record():
    family("conversion")
    sources = {
        f32: tensor([0.0, -0.0, 1.5, -1.5, 2.5, 100.9, -100.9, 0.3]), f64: tensor([0.1, 1.5, -2.5, 1 / 3, 1e-50], f64), f16: normal(6, dtype=f16),
        bf16: normal(6, dtype=bf16), s8: tensor([-128, -1, 0, 127], s8), u8: tensor([0, 1, 127], u8), s16: tensor([-129, 0, 300], s16),
        s32: tensor([-(2**31), 0, 16777217], s32), s64: tensor([-(2**40) - 1, 0, 16777217, 2**53 + 1], s64), b8: booleans(4),
    }
    for source, data in sources.items():
        for target in sources:
            title = f"{NAMES[source]}_to_{NAMES[target]}"
            if not target.is_floating_point and target in (u8,) and source.is_floating_point:
                data = data.abs()
            case("aten._to_copy.default", title, data, dtype=target)
            case("aten.to.dtype", title, data, target)
    for target in (f16, bf16, f64, b8):
        case("aten._to_copy.default", f"edges_to_{NAMES[target]}", HALVES, dtype=target)
    case("aten._to_copy.default", "f64_to_f16_rounds_once", tensor([1.00048828125 + 2**-40, 1.0 + 2**-11], f64), dtype=f16)
    case("aten._to_copy.default", "f64_to_f32_rounding", tensor([1.0 + 2**-24, 1.0 + 2**-24 + 2**-50, 1e300, 1e-46, 0.1], f64), dtype=f32)
    case("aten._to_copy.default", "f16_subnormals_to_f32", tensor([6e-8, 1e-5, 6.1e-5], f16), dtype=f32)
    case("aten._to_copy.default", "same", normal(2, 3))
    case("aten._to_copy.default", "everything", normal(2), dtype=s64, layout=torch.strided, device=torch.device("cpu"), pin_memory=False, non_blocking=True)
    case("aten.to.dtype", "copy", normal(2), f32, False, True)
    case("aten.to.dtype", "memory_format", normal(1, 2, 2, 2), f16, False, False, torch.channels_last)
    case("aten.to.device", "f16", normal(3), torch.device("cpu"), f16)
    case("aten.to.device", "s64", tensor([1.9, -1.9]), torch.device("cpu"), s64, True, True)
    case("aten.to.dtype_layout", "s64", normal(3), dtype=s64, layout=torch.strided, device=torch.device("cpu"))
    case("aten.to.dtype_layout", "nothing", normal(3), copy=True)
    case("aten.to.dtype_layout", "bool", tensor([0.0, 0.5, NAN, -0.0]), dtype=b8)
    case("aten.to.other", "s32", normal(3), integers(2, dtype=s32))
    case("aten.to.other", "bf16", normal(3), normal(1, dtype=bf16))
    case("aten.type_as.default", "f16", normal(3), normal(1, dtype=f16))
    case("aten.type_as.default", "s64_to_f32", integers(3), normal(1))
    case("aten.copy.default", "same", normal(2, 3), normal(2, 3))
    case("aten.copy.default", "broadcast", normal(2, 3), normal(3))
    case("aten.copy.default", "convert", integers(3), tensor([1.9, -1.9, 0.5]))
    case("aten.copy.default", "f16", normal(3, dtype=f16), normal(3))
    for data, title in ((tensor(2.5), "f32"), (tensor([[7]], s64), "s64"), (tensor(True, b8), "bool"), (tensor([0.1]), "f32_tenth"), (tensor(0.1, f16), "f16"),
                        (tensor(NAN), "nan"), (tensor(-3, s8), "s8")):
        case("aten.item.default", title, data)
        case("aten._local_scalar_dense.default", title, data)
