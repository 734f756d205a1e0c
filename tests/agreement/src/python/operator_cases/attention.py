"""Scaled dot-product attention."""

from .recorder import b8, bf16, booleans, case, f16, f64, family, INF, normal, SUM, tensor

import torch


def record():
    family("attention")
    op = "aten.scaled_dot_product_attention.default"

    def qkv(batch=2, heads=2, queries=3, keys=4, width=4, value_width=4, dtype=torch.float32):
        return (normal(batch, heads, queries, width, dtype=dtype, scale=1.0), normal(batch, heads, keys, width, dtype=dtype, scale=1.0),
                normal(batch, heads, keys, value_width, dtype=dtype, scale=1.0))

    mask = booleans(3, 4)
    mask[:, 0] = True
    case(op, "plain", *qkv(), tol=SUM)
    case(op, "causal", *qkv(), is_causal=True, tol=SUM)
    case(op, "causal_square", *qkv(keys=3), is_causal=True, tol=SUM)
    case(op, "causal_more_queries", *qkv(queries=5, keys=3), is_causal=True, tol=SUM)
    case(op, "bool_mask", *qkv(), mask, tol=SUM)
    case(op, "bool_mask_batch", *qkv(), torch.cat([mask, mask.flip(0)]).reshape(2, 1, 3, 4), tol=SUM)
    case(op, "float_mask", *qkv(), normal(3, 4), tol=SUM)
    case(op, "float_mask_heads", *qkv(), normal(2, 2, 3, 4), tol=SUM)
    case(op, "float_mask_infinite", *qkv(), torch.where(mask, 0.0, -INF), tol=SUM)
    case(op, "row_without_keys", *qkv(), tensor([[True] * 4, [False] * 4, [True, False, True, False]], b8), tol=SUM)
    case(op, "broadcast_mask", *qkv(), booleans(2, 1, 1, 4) | tensor([True, False, False, False], b8), tol=SUM)
    case(op, "scale", *qkv(), scale=0.3, tol=SUM)
    case(op, "scale_mask", *qkv(), normal(3, 4), 0.0, False, scale=1.0, tol=SUM)
    case(op, "value_width", *qkv(value_width=6), tol=SUM)
    case(op, "three_dimensions", normal(2, 3, 4), normal(2, 5, 4), normal(2, 5, 4), tol=SUM)
    case(op, "two_dimensions", normal(3, 4), normal(5, 4), normal(5, 2), tol=SUM)
    q, _, _ = qkv(heads=4)
    _, k, v = qkv(heads=2)
    case(op, "grouped", q, k, v, enable_gqa=True, tol=SUM)
    case(op, "grouped_causal", q, k, v, None, 0.0, True, enable_gqa=True, tol=SUM)
    case(op, "grouped_mask", q, k, v, mask, enable_gqa=True, tol=SUM)
    for dtype, title in ((f64, "f64"), (bf16, "bf16"), (f16, "f16")):
        case(op, title, *qkv(dtype=dtype), tol=SUM)
        case(op, title + "_causal", *qkv(dtype=dtype), is_causal=True, tol=SUM)
        case(op, title + "_mask", *qkv(dtype=dtype), normal(3, 4, dtype=dtype), tol=SUM)
    op = "aten._scaled_dot_product_attention_math.default"
    case(op, "plain", *qkv(), tol=SUM)
    case(op, "causal", *qkv(), None, 0.0, True, tol=SUM)
    case(op, "float_mask", *qkv(), normal(3, 4), tol=SUM)
    op = "aten._scaled_dot_product_flash_attention_for_cpu.default"
    case(op, "plain", *qkv(), tol=SUM)
    case(op, "causal", *qkv(keys=3), 0.0, True, tol=SUM)
    case(op, "float_mask", *qkv(), attn_mask=normal(3, 4), scale=0.4, tol=SUM)
