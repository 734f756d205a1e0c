"""Quantization operators. Rounding is to the even neighbour of the product with the reciprocal of the scale."""

import torch

from .recorder import bf16, case, f16, f32, f64, family, INF, integers, NAMES, normal, s16, s32, s64, s8, tensor, u8, uniform

Q = "quantized_decomposed"
RANGES = {u8: (0, 255), s8: (-128, 127), s16: (-32768, 32767), s32: (-(2**20), 2**20)}
SCALES = [0.1, 0.007843137718737125, 1.0 / 255.0, 0.0235, 0.013, 1.0, 3.7e-4, 12.5]


def halfway(scale, low=-40, high=40):
    """Values half-way between two steps: there the reciprocal and the division round differently."""
    steps = torch.arange(low, high, dtype=f64) + 0.5
    return (steps * scale).to(f32)


def per_tensor():
    quantize, dequantize = f"{Q}.quantize_per_tensor", f"{Q}.dequantize_per_tensor"
    for scale in SCALES:
        title = f"{scale:.4g}".replace(".", "_").replace("-", "minus_")
        for dtype, zero in ((u8, 37), (s8, 0), (s8, -5), (s16, 3), (s32, 0)):
            low, high = RANGES[dtype]
            case(f"{quantize}.default", f"halfway_{NAMES[dtype]}_zero_{zero}_scale_{title}", halfway(scale), scale, zero, low, high, dtype)
        x = normal(64, scale=60.0) * scale
        case(f"{quantize}.default", f"normal_u8_scale_{title}", x, scale, 128, 0, 255, u8)
        case(f"{quantize}.default", f"normal_s8_narrow_scale_{title}", x, scale, 0, -127, 127, s8)
        case(f"{quantize}.default", f"normal_u8_seven_bits_scale_{title}", x, scale, 64, 0, 127, u8)
        case(f"{quantize}.default", f"normal_s8_four_bits_scale_{title}", x / 16, scale, 0, -8, 7, s8)
        for dtype in RANGES:
            low, high = RANGES[dtype]
            data = integers(40, dtype=dtype, low=max(low, -300), high=min(high, 300) + 1)
            case(f"{dequantize}.default", f"{NAMES[dtype]}_scale_{title}", data, scale, 3, low, high, dtype)
    for half in (f16, bf16):
        case(f"{quantize}.default", f"{NAMES[half]}_input", normal(33, dtype=half), 0.05, 10, 0, 255, u8)
        for dtype in (u8, s8, s16):
            low, high = RANGES[dtype]
            case(f"{dequantize}.default", f"{NAMES[dtype]}_to_{NAMES[half]}", integers(30, dtype=dtype, low=-100, high=100), 0.0371, 7, low, high, dtype,
                 out_dtype=half)
    case(f"{dequantize}.default", "u8_to_f32", integers(30, dtype=u8, high=256), 0.0371, 7, 0, 255, u8, out_dtype=f32)
    case(f"{dequantize}.default", "u8_to_f64", integers(30, dtype=u8, high=256), 0.0371, 7, 0, 255, u8, out_dtype=f64)
    case(f"{quantize}.default", "saturates", tensor([INF, -INF, 1e30, -1e30, 3.4e38, -0.0, 0.0]), 0.1, 5, 0, 255, u8)
    case(f"{quantize}.default", "scalar_tensor", tensor(0.77), 0.1, 0, -128, 127, s8)
    case(f"{quantize}.default", "zero_size", torch.zeros(0, 3), 0.1, 0, -128, 127, s8)
    case(f"{quantize}.default", "shape", normal(2, 3, 2), 0.02, -3, -128, 127, s8)
    case(f"{dequantize}.default", "scalar_tensor", tensor(5, s8), 0.1, 2, -128, 127, s8)
    case(f"{dequantize}.default", "zero_size", torch.zeros(0, 3, dtype=u8), 0.1, 2, 0, 255, u8)
    case(f"{dequantize}.default", "extremes_s8", tensor([-128, 127], s8), 0.1, 127, -128, 127, s8)
    for scale_dtype in (f32, f64):
        for zero_dtype in (s64, s32):
            title = f"{NAMES[scale_dtype]}_{NAMES[zero_dtype]}"
            scale, zero = tensor([0.0371], scale_dtype), tensor([9], zero_dtype)
            case(f"{quantize}.tensor", title, normal(40), scale, zero, 0, 255, u8)
            case(f"{quantize}.tensor", title + "_halfway", halfway(float(scale)), scale, zero, 0, 255, u8)
            case(f"{quantize}.tensor2", title, normal(40), scale, zero, tensor(0, s64), tensor(255, s64), u8)
            case(f"{quantize}.tensor2", title + "_s8", normal(40), scale[0], zero[0], tensor(-128, s32), tensor(127, s32), s8)
            data = integers(40, dtype=s8, low=-128, high=128)
            case(f"{dequantize}.tensor", title, data, scale, zero, -128, 127, s8)
            case(f"{dequantize}.tensor", title + "_to_bf16", data, scale, zero, -128, 127, s8, out_dtype=bf16)
            case(f"{dequantize}.tensor2", title, data, scale, zero, tensor(-128, s64), tensor(127, s64), s8)


def per_channel():
    quantize, dequantize = f"{Q}.quantize_per_channel.default", f"{Q}.dequantize_per_channel.default"
    for axis in (0, 1, 2):
        shape = (3, 4, 5)
        scales = uniform(shape[axis], low=0.01, high=0.2)
        for dtype in (s8, u8, s16, s32):
            low, high = RANGES[dtype]
            zeros = integers(shape[axis], low=-5, high=9) if dtype != u8 else integers(shape[axis], low=100, high=150)
            case(quantize, f"{NAMES[dtype]}_axis_{axis}", normal(*shape, scale=5.0), scales, zeros, axis, low, high, dtype)
            data = integers(*shape, dtype=dtype, low=max(low, -128), high=min(high, 127) + 1)
            case(dequantize, f"{NAMES[dtype]}_axis_{axis}", data, scales, zeros, axis, low, high, dtype)
            case(dequantize, f"{NAMES[dtype]}_axis_{axis}_s32_zeros", data, scales, zeros.to(s32), axis, low, high, dtype)
    scales = tensor([0.1, 0.007843137718737125, 0.0235])
    rows = torch.stack([halfway(float(s), -30, 30) for s in scales])
    for zeros in ([0, 0, 0], [3, -2, 5]):
        title = "_".join(map(str, zeros))
        case(quantize, f"halfway_zeros_{title}", rows, scales, tensor(zeros, s64), 0, -128, 127, s8)
    case(quantize, "narrow", normal(4, 6), uniform(4, low=0.01, high=0.1), torch.zeros(4, dtype=s64), 0, -127, 127, s8)
    case(quantize, "bf16_input", normal(4, 6, dtype=bf16), uniform(4, low=0.01, high=0.1), torch.zeros(4, dtype=s64), 0, -127, 127, s8)
    case(quantize, "f16_input", normal(4, 6, dtype=f16), uniform(4, low=0.01, high=0.1), torch.zeros(4, dtype=s64), 0, -127, 127, s8)
    case(quantize, "f64_scales", normal(4, 6), uniform(4, low=0.01, high=0.1, dtype=f64), torch.zeros(4, dtype=s64), 0, -127, 127, s8)
    case(quantize, "convolution_weight", normal(4, 2, 3, 3, scale=0.3), uniform(4, low=0.005, high=0.01), torch.zeros(4, dtype=s64), 0, -128, 127, s8)
    case(dequantize, "no_zero_points", integers(4, 6, dtype=s8), uniform(4, low=0.01, high=0.1), None, 0, -128, 127, s8)
    for out in (bf16, f16, f32):
        case(dequantize, f"to_{NAMES[out]}", integers(4, 6, dtype=s8), uniform(4, low=0.01, high=0.1), integers(4), 0, -128, 127, s8, out_dtype=out)
    case(dequantize, "f64_scales", integers(4, 6, dtype=s8), uniform(4, low=0.01, high=0.1, dtype=f64), torch.zeros(4, dtype=s64), 0, -128, 127, s8)
    case(dequantize, "extreme_difference", tensor([[-128, 127]], s8), tensor([0.1]), tensor([127], s64), 0, -128, 127, s8)
    op = f"{Q}.fake_quant_per_channel.default"
    for axis in (0, 1):
        case(op, f"axis_{axis}", normal(3, 4), uniform(3 + axis, low=0.05, high=0.3), torch.zeros(3 + axis, dtype=s64), axis, -128, 127)
        case(op, f"axis_{axis}_zeros", normal(3, 4, scale=20.0), uniform(3 + axis, low=0.05, high=0.3), integers(3 + axis, low=0, high=20), axis, 0, 255)
    case(op, "halfway", rows, scales, torch.zeros(3, dtype=s64), 0, -128, 127)


def per_token():
    op, asymmetric, inner = (f"{Q}.{n}.default" for n in ("choose_qparams_per_token", "choose_qparams_per_token_asymmetric",
                                                          "_choose_qparams_per_token_asymmetric_impl"))
    for dtype in (f32, f16, bf16):
        for name in (op, asymmetric, inner):
            case(name, NAMES[dtype], normal(2, 3, 8, dtype=dtype), s8)
            case(name, NAMES[dtype] + "_positive", normal(4, 8, dtype=dtype).abs(), s8)
            case(name, NAMES[dtype] + "_zeros", torch.zeros(2, 4, dtype=dtype), s8)
            case(name, NAMES[dtype] + "_small", normal(2, 4, dtype=dtype) * 1e-4, s8)
    quantize, dequantize = f"{Q}.quantize_per_token.default", f"{Q}.dequantize_per_token.default"
    for scale_dtype, zero_dtype in ((f32, f32), (f64, s64), (f32, s32), (f32, s64)):
        title = f"{NAMES[scale_dtype]}_{NAMES[zero_dtype]}"
        scales, zeros = uniform(2, 3, 1, low=0.02, high=0.1, dtype=scale_dtype), integers(2, 3, 1, low=-5, high=6).to(zero_dtype)
        case(quantize, title, normal(2, 3, 8), scales, zeros, -128, 127, s8)
        case(quantize, title + "_bf16", normal(2, 3, 8, dtype=bf16), scales, zeros, -128, 127, s8)
        for out in (f32, bf16, f16):
            case(dequantize, f"{title}_to_{NAMES[out]}", integers(2, 3, 8, dtype=s8, low=-128, high=128), scales, zeros, -128, 127, s8, out)
    case(quantize, "halfway", torch.stack([halfway(0.1, -20, 20), halfway(0.0235, -20, 20)]), tensor([[0.1], [0.0235]]), torch.zeros(2, 1), -128, 127, s8)
    case(quantize, "halfway_after_zero_point", torch.stack([halfway(0.1, -20, 20), halfway(0.5, -20, 20)]), tensor([[0.1], [0.5]]), tensor([[3.0], [3.0]]),
         -128, 127, s8)


def per_group():
    quantize, dequantize = f"{Q}.quantize_per_channel_group.default", f"{Q}.dequantize_per_channel_group.default"
    for low, high, bits in ((-8, 7, 4), (-128, 127, 8)):
        for zeros in (torch.zeros(3, 2), integers(3, 2, low=-2, high=3), integers(3, 2, low=-2, high=3, dtype=s32)):
            title = f"bits_{bits}_{NAMES[zeros.dtype]}"
            scales = uniform(3, 2, low=0.05, high=0.3)
            case(quantize, title, normal(3, 8), scales, zeros, low, high, s8, 4)
            for out in (f32, bf16):
                case(dequantize, f"{title}_to_{NAMES[out]}", integers(3, 8, dtype=s8, low=low, high=high + 1), scales, zeros, low, high, s8, 4, out)
    case(quantize, "group_of_a_row", normal(3, 8), uniform(3, 1, low=0.05, high=0.3), torch.zeros(3, 1), -8, 7, s8, 32)
    case(quantize, "bf16_input", normal(3, 8, dtype=bf16), uniform(3, 2, low=0.05, high=0.3), torch.zeros(3, 2), -8, 7, s8, 4)
    case(dequantize, "no_zero_points", integers(3, 8, dtype=s8, low=-8, high=8), uniform(3, 2), None, -8, 7, s8, 4, f32)
    case(quantize, "halfway", halfway(0.25, -8, 8).reshape(2, 8), torch.full((2, 2), 0.25), torch.zeros(2, 2), -8, 7, s8, 4)


def choose():
    for symmetric in (False, True):
        op = f"{Q}.choose_qparams_symmetric.tensor" if symmetric else f"{Q}.choose_qparams.tensor"
        for dtype, low, high in ((u8, 0, 255), (s8, -128, 127), (s8, -127, 127), (u8, 0, 127), (s16, -32768, 32767)):
            title = f"{NAMES[dtype]}_{low}_{high}"
            case(op, title, normal(2, 9), low, high, 1.1920928955078125e-07, dtype)
            case(op, title + "_positive", normal(9).abs() + 0.5, low, high, 2.0**-12, dtype)
            case(op, title + "_negative", -normal(9).abs() - 0.5, low, high, 2.0**-12, dtype)
            case(op, title + "_zeros", torch.zeros(3), low, high, 2.0**-12, dtype)
            case(op, title + "_small", normal(9) * 1e-5, low, high, 2.0**-12, dtype)
        case(op, "bf16", normal(9, dtype=bf16), 0, 255, 1.1920928955078125e-07, u8)
        case(op, "f16", normal(9, dtype=f16), 0, 255, 1.1920928955078125e-07, u8)
    op = f"{Q}.convert_element_type.no_fuse"
    for source, target in ((f32, bf16), (bf16, f32), (f32, s8), (s8, f32), (f32, f16), (u8, s32)):
        case(op, f"{NAMES[source]}_to_{NAMES[target]}", integers(9, low=0, high=50).to(source), target)


def training():
    op, mask = "aten.fake_quantize_per_tensor_affine", "aten.fake_quantize_per_tensor_affine_cachemask.default"
    for name in (f"{op}.default", mask):
        case(name, "u8", normal(40), 0.05, 40, 0, 255)
        case(name, "s8_saturates", normal(40, scale=20.0), 0.05, 0, -128, 127)
        case(name, "halfway", halfway(0.1), 0.1, 0, -128, 127)
        case(name, "narrow", normal(3, 4), 0.013, 0, -127, 127)
    case(f"{op}.tensor_qparams", "f32", normal(40), tensor([0.05]), tensor([40], s32), 0, 255)
    case(f"{op}.tensor_qparams", "halfway", halfway(0.0235), tensor([0.0235]), tensor([0], s32), -128, 127)
    for name in ("aten.fake_quantize_per_channel_affine.default", "aten.fake_quantize_per_channel_affine_cachemask.default"):
        for axis in (0, 1):
            case(name, f"axis_{axis}", normal(3, 4, scale=10.0), uniform(3 + axis, low=0.02, high=0.2), integers(3 + axis, dtype=s32, low=-3, high=4), axis,
                 -128, 127)
        case(name, "halfway", torch.stack([halfway(0.1), halfway(0.0235)]), tensor([0.1, 0.0235]), torch.zeros(2, dtype=s32), 0, -128, 127)


def record():
    family("quantization")
    per_tensor()
    per_channel()
    per_token()
    per_group()
    choose()
    training()
