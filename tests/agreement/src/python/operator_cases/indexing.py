"""Gather, scatter, index and embedding."""

import torch

from .recorder import b8, bf16, booleans, case, family, integers, NAN, normal, s32, s64, SUM, tensor, u8, uniform


def index(*data):
    return tensor(list(data), s64)


def advanced():
    x = normal(4, 5)
    cube = normal(3, 4, 5)
    for op in ("aten.index.Tensor", "aten._unsafe_index.Tensor"):
        case(op, "rows", x, [index(2, 0, -1)])
        case(op, "columns", x, [None, index(1, 3)])
        case(op, "both", x, [index(0, 1, 2), index(4, 3, 0)])
        case(op, "broadcast", x, [index(0, 2).reshape(2, 1), index(1, 3, 4)])
        case(op, "scalar_index", x, [tensor(2, s64)])
        case(op, "middle", cube, [None, index(0, 3), None])
        case(op, "separated", cube, [index(0, 2), None, index(1, 4)])
        case(op, "adjacent_last", cube, [None, index(0, 3), index(1, 4)])
        case(op, "s32_index", x, [tensor([1, 2], s32)])
        case(op, "two_dimensions", x, [index(0, 1, 2, 3).reshape(2, 2)])
        case(op, "empty_index", x, [torch.zeros(0, dtype=s64)])
        case(op, "s64_values", integers(4), [index(3, 3, 0)])
        case(op, "bool_values", booleans(4), [index(1, 0)])
    op = "aten.index.Tensor"
    case(op, "mask", x, [x > 0])
    case(op, "mask_rows", x, [tensor([True, False, True, True], b8)])
    case(op, "mask_columns", x, [None, tensor([True, False, True, True, False], b8)])
    case(op, "mask_with_index", x, [tensor([True, False, True, False], b8), index(1, 2)])
    case(op, "u8_mask", normal(3), [tensor([1, 0, 1], u8)])
    case(op, "empty_mask", x, [torch.zeros(4, dtype=b8)])
    for op in ("aten.index_put.default", "aten._unsafe_index_put.default"):
        case(op, "rows", x, [index(2, 0)], normal(2, 5))
        case(op, "broadcast_value", x, [index(2, 0)], tensor(9.0))
        case(op, "both", x, [index(0, 1), index(2, 3)], normal(2))
        case(op, "columns", x, [None, index(1, 3)], normal(4, 2))
        case(op, "accumulate", integers(4), [index(1, 1, 2)], integers(3), True)
        case(op, "accumulate_f32", normal(4), [index(1, 1, 2)], normal(3), True, tol=SUM)
        case(op, "separated", cube, [index(0, 2), None, index(1, 4)], normal(2, 4))
    case("aten.index_put.default", "mask", x, [x > 0], tensor(0.0))
    case("aten.index_put.default", "mask_rows", integers(3, 2), [tensor([True, False, True], b8)], integers(2))
    case("aten.index_put.default", "bool", booleans(4), [index(1, 2)], tensor(True, b8))
    case("aten.masked_select.default", "f32", x, x > 0)
    case("aten.masked_select.default", "broadcast", x, tensor([True, False, False, True, True], b8))
    case("aten.masked_select.default", "none", integers(3), torch.zeros(3, dtype=b8))
    case("aten.masked_scatter.default", "f32", x, x > 0, normal(20))
    case("aten.masked_scatter.default", "broadcast_mask", normal(2, 3), tensor([True, False, True], b8), normal(4))
    case("aten.masked_scatter.default", "s64", integers(4), booleans(4), integers(4))
    case("aten.take.default", "f32", x, index(0, 7, -1))
    case("aten.take.default", "shape", x, index(0, 19, 4, 5).reshape(2, 2))
    case("aten.take_along_dim.default", "dim", x, index(0, 1, 2, 3).reshape(4, 1), 1)
    case("aten.take_along_dim.default", "broadcast", x, index(0, 1, 2).reshape(1, 3), 1)
    case("aten.take_along_dim.default", "flat", x, index(0, 7, 19))


def along_dimension():
    x = normal(3, 4)
    case("aten.index_select.default", "rows", x, 0, index(2, 0, 0))
    case("aten.index_select.default", "columns", x, -1, tensor([1, 3], s32))
    case("aten.index_select.default", "empty", x, 0, torch.zeros(0, dtype=s64))
    case("aten.index_select.default", "s64", integers(3, 2, 2), 1, index(1))
    case("aten.index_add.default", "rows", x, 0, index(2, 0), normal(2, 4), tol=SUM)
    case("aten.index_add.default", "repeated", integers(3, 2), 0, index(1, 1, 1), integers(3, 2))
    case("aten.index_add.default", "alpha", x, 1, index(0, 3), normal(3, 2), alpha=2.0, tol=SUM)
    case("aten.index_copy.default", "rows", x, 0, index(2, 0), normal(2, 4))
    case("aten.index_copy.default", "columns", integers(2, 3), 1, index(1), integers(2, 1))
    case("aten.index_fill.int_Scalar", "rows", x, 0, index(2, 0), 5.0)
    case("aten.index_fill.int_Scalar", "s64", integers(2, 3), -1, index(1), 7)
    case("aten.index_fill.int_Tensor", "columns", x, 1, index(0), tensor(0.5))
    case("aten.index_fill.int_Tensor", "s64", integers(4), 0, index(1, 3), tensor(7, s64))
    which = integers(3, 2, low=0, high=4)
    case("aten.gather.default", "last", x, 1, which)
    case("aten.gather.default", "first", x, 0, integers(2, 4, low=0, high=3))
    case("aten.gather.default", "negative", integers(2, 3, 4), -2, integers(2, 2, 3, low=0, high=3))
    case("aten.gather.default", "empty", x, 0, torch.zeros(0, 4, dtype=s64))
    case("aten.gather.default", "bf16", normal(2, 3, dtype=bf16), 1, integers(2, 3, low=0, high=3))
    case("aten.gather.default", "scalar_tensor", tensor(3.0), 0, tensor(0, s64))
    target = torch.stack([torch.tensor([0, 2, 3]), torch.tensor([1, 0, 3]), torch.tensor([3, 2, 1])])
    case("aten.scatter.src", "last", x, 1, target, normal(3, 3))
    case("aten.scatter.src", "first", normal(4, 2), 0, index(3, 1, 0, 2).reshape(2, 2), normal(2, 2))
    case("aten.scatter.src", "larger_source", normal(3, 3), 1, index(2, 0).reshape(1, 2), normal(3, 3))
    case("aten.scatter.src", "s64", integers(4), 0, index(3, 0), integers(2))
    case("aten.scatter.value", "f32", x, 1, target, 1.5)
    case("aten.scatter.value", "one_hot", torch.zeros(3, 4, dtype=s64), 1, index(1, 0, 3).reshape(3, 1), 1)
    case("aten.scatter.value", "bool", torch.zeros(4, dtype=b8), 0, index(1), True)
    repeated = index(1, 1, 0, 1).reshape(2, 2)
    for mode in ("add", "multiply"):
        case("aten.scatter.reduce", mode, normal(2, 3), 1, repeated, normal(2, 2), reduce=mode, tol=SUM)
        case("aten.scatter.value_reduce", mode, normal(2, 3), 1, repeated, 1.5, reduce=mode, tol=SUM)
    case("aten.scatter_add.default", "repeated", normal(2, 3), 1, repeated, normal(2, 2), tol=SUM)
    case("aten.scatter_add.default", "first", integers(3, 2), 0, repeated, integers(2, 2))
    case("aten.scatter_add.default", "vector", torch.zeros(4), 0, index(0, 3, 3, 1, 3), normal(5), tol=SUM)
    for mode in ("sum", "prod", "mean", "amax", "amin"):
        for include in (True, False):
            case("aten.scatter_reduce.two", f"{mode}_{include}".lower(), normal(2, 3), 1, repeated, normal(2, 2), mode, include_self=include, tol=SUM)
    case("aten.scatter_reduce.two", "sum_s64", integers(3), 0, index(1, 1, 2), integers(3), "sum")
    case("aten.scatter_reduce.two", "amax_nan", tensor([1.0, 2.0]), 0, index(0, 1), tensor([NAN, 1.0]), "amax")


def embeddings():
    table = normal(6, 3)
    case("aten.embedding.default", "vector", table, index(0, 5, 2))
    case("aten.embedding.default", "matrix", table, index(0, 5, 2, 2).reshape(2, 2), 2)
    case("aten.embedding.default", "s32", table, tensor([1, 4], s32))
    case("aten.embedding.default", "scalar_tensor", table, tensor(3, s64))
    case("aten.embedding.default", "empty", table, torch.zeros(0, 2, dtype=s64))
    case("aten.embedding.default", "bf16", table.to(bf16), index(1, 1))
    words, offsets = index(0, 5, 2, 2, 1), index(0, 2, 2)
    for mode, title in ((0, "sum"), (1, "mean"), (2, "max")):
        for op, tail in (("aten.embedding_bag.default", (False, mode, False)), ("aten._embedding_bag.default", (False, mode, False))):
            case(op, title, table, words, offsets, *tail, tol=SUM, unspecified=(1, 2, 3))
            case(op, title + "_last_offset", table, words, index(0, 2, 5), *tail, None, True, tol=SUM, unspecified=(1, 2, 3))
        case("aten.embedding_bag.padding_idx", title, table, words, offsets, False, mode, False, None, False, 2, tol=SUM, unspecified=(1, 2, 3))
    case("aten.embedding_bag.default", "weights", table, words, offsets, False, 0, False, normal(5), tol=SUM, unspecified=(1, 2, 3))
    case("aten._embedding_bag.default", "weights", table, words, offsets, False, 0, False, normal(5), tol=SUM, unspecified=(1, 2, 3))
    case("aten.one_hot.default", "classes", index(0, 2, 1), 4)
    case("aten.one_hot.default", "inferred", index(0, 2, 1).reshape(3, 1))


def positions():
    for title, data in (("f32", tensor([[0.0, 1.0], [NAN, -0.0]])), ("bool", booleans(2, 3)), ("s64", integers(6)), ("zeros", torch.zeros(3)),
                        ("scalar_tensor", tensor(2.0)), ("empty", torch.zeros(0, 2))):
        case("aten.nonzero.default", title, data)
    case("aten.nonzero_static.default", "padded", tensor([0.0, 1.0, 2.0]), size=4)
    case("aten.nonzero_static.default", "truncated", tensor([0.0, 1.0, 2.0]), size=1, fill_value=7)
    for right in (False, True):
        for out in (False, True):
            title = f"right_{right}_s32_{out}".lower()
            case("aten.bucketize.Tensor", title, tensor([[0.5, 1.0, 9.0], [-1.0, 2.0, 2.5]]), tensor([0.0, 1.0, 2.0]), out_int32=out, right=right)
    case("aten.bucketize.Tensor", "s64", index(0, 5, 9), index(1, 5))
    case("aten.bucketize.Scalar", "float", 1.0, tensor([0.0, 1.0, 2.0]))
    case("aten.bucketize.Scalar", "int_right", 1, index(0, 1, 2), right=True)


def grids():
    for interpolation in (0, 1, 2):
        for padding in (0, 1, 2):
            for corners in (False, True):
                title = f"interpolation_{interpolation}_padding_{padding}_corners_{corners}".lower()
                for op in ("aten.grid_sampler.default", "aten.grid_sampler_2d.default"):
                    case(op, title, normal(1, 2, 3, 4), uniform(1, 2, 3, 2, low=-1.3, high=1.3), interpolation, padding, corners, tol=SUM)
                if interpolation < 2:
                    case("aten.grid_sampler_3d.default", title, normal(1, 1, 3, 2, 3), uniform(1, 2, 1, 2, 3, low=-1.3, high=1.3), interpolation,
                         padding, corners, tol=SUM)
    for corners in (False, True):
        case("aten.affine_grid_generator.default", f"2d_{corners}".lower(), normal(2, 2, 3), [2, 1, 3, 2], corners, tol=SUM)
        case("aten.affine_grid_generator.default", f"3d_{corners}".lower(), normal(1, 3, 4), [1, 1, 2, 2, 3], corners, tol=SUM)


def record():
    family("indexing")
    advanced()
    along_dimension()
    embeddings()
    positions()
    grids()
