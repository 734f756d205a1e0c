"""Operators that move elements and change shapes."""

import torch

from .recorder import b8, bf16, booleans, case, f16, f64, family, integers, normal, s32, s64, s8, SUM, tensor, u8


def views():
    x, y = normal(2, 3, 4), integers(2, 3, 4, dtype=s32)
    for op in ("aten.view.default", "aten.reshape.default", "aten._unsafe_view.default"):
        case(op, "flat", x, [24])
        case(op, "inferred", y, [2, -1])
        case(op, "with_one", x, [2, 1, 12])
        case(op, "zero_size", torch.zeros(0, 3), [3, 0])
        case(op, "to_scalar", normal(1), [])
    case("aten.reshape.default", "of_transposed", x.transpose(0, 2), [4, 6])
    case("aten.view_as.default", "f32", x, normal(6, 4))
    case("aten.view_as.default", "s32", y, normal(24))
    case("aten.reshape_as.default", "s32", y, normal(2, 12))
    case("aten.reshape_as.default", "f32", x, normal(6, 4))
    case("aten.view.dtype", "f32_as_s32", normal(2, 3), s32)
    case("aten.view.dtype", "s32_as_s8", integers(2, 3, dtype=s32), s8)
    for title, arguments in (("all", ()), ("from_one", (1,)), ("negative", (-2, -1)), ("one_dimension", (1, 1)), ("first_two", (0, 1))):
        case("aten.flatten.using_ints", title, x, *arguments)
    case("aten.flatten.using_ints", "scalar_tensor", tensor(3.0))
    case("aten.flatten.using_ints", "zero_size", torch.zeros(0, 2, 3), 1)
    case("aten.ravel.default", "f32", x)
    case("aten.unflatten.int", "plain", x, 2, [2, 2])
    case("aten.unflatten.int", "inferred", x, -1, [-1, 2])
    case("aten.squeeze.default", "f32", normal(1, 2, 1, 3))
    case("aten.squeeze.default", "to_scalar", integers(1, 1))
    case("aten.squeeze.dim", "one", normal(1, 2, 1), 0)
    case("aten.squeeze.dim", "negative", normal(1, 2, 1), -1)
    case("aten.squeeze.dim", "not_one", normal(1, 2, 1), 1)
    case("aten.squeeze.dims", "two", normal(1, 2, 1), [0, -1])
    case("aten.squeeze.dims", "some", normal(1, 2, 1), [0, 1])
    for dim in (0, 1, -1, -3):
        case("aten.unsqueeze.default", f"dim_{dim}", normal(2, 3), dim)
    case("aten.unsqueeze.default", "scalar_tensor", tensor(1, s64), 0)
    case("aten.atleast_1d.default", "scalar_tensor", tensor(1.0))
    case("aten.atleast_2d.default", "vector", normal(3))
    for shape in ((), (2,), (2, 3), (1, 2, 3)):
        case("aten.atleast_3d.default", "x".join(map(str, shape)) or "scalar_tensor", normal(*shape))
    case("aten.atleast_1d.Sequence", "two", [tensor(1.0), normal(2)])
    case("aten.atleast_2d.Sequence", "two", [tensor(1.0), normal(2)])
    case("aten.atleast_3d.Sequence", "two", [tensor(1.0), normal(2)])
    case("aten.as_strided.default", "windows", normal(10), [3, 4], [2, 1])
    case("aten.as_strided.default", "offset", normal(10), [2, 3], [3, 1], 1)
    case("aten.as_strided.default", "overlapping", integers(5), [3, 3], [0, 1])
    for name in ("alias", "detach", "contiguous", "clone", "positive", "lift_fresh_copy"):
        case(f"aten.{name}.default", "shape_f32", x)
        case(f"aten.{name}.default", "shape_s64", integers(2, 2))
    case("aten.clone.default", "channels_last", normal(1, 2, 2, 3), memory_format=torch.channels_last)
    case("aten.clone.default", "strided_preserve", normal(2, 3).t(), memory_format=torch.preserve_format)
    case("aten.contiguous.default", "strided", normal(2, 3).t(), memory_format=torch.contiguous_format)
    case("aten.contiguous.default", "channels_last", normal(1, 2, 2, 3), memory_format=torch.channels_last)


def permutations():
    x = normal(2, 3, 4)
    case("aten.permute.default", "f32", x, [2, 0, 1])
    case("aten.permute.default", "negative", x, [-1, 0, -2])
    case("aten.permute.default", "bool", booleans(2, 3), [1, 0])
    case("aten.permute.default", "scalar_tensor", tensor(1.0), [])
    for name in ("transpose.int", "swapaxes.default", "swapdims.default"):
        case(f"aten.{name}", "f32", x, 0, 2)
        case(f"aten.{name}", "negative", x, -1, 1)
    for name in ("t", "numpy_T", "mT"):
        case(f"aten.{name}.default", "matrix", normal(2, 3))
    case("aten.t.default", "vector", normal(3))
    case("aten.numpy_T.default", "cube", x)
    case("aten.mT.default", "cube", x)
    for name in ("movedim", "moveaxis"):
        case(f"aten.{name}.int", "forward", x, 0, 2)
        case(f"aten.{name}.int", "negative", x, -1, 0)
        case(f"aten.{name}.intlist", "two", x, [0, 1], [2, 0])
    case("aten.flip.default", "one", x, [1])
    case("aten.flip.default", "two", integers(2, 3, 4), [0, -1])
    case("aten.flip.default", "none", x, [])
    case("aten.fliplr.default", "f32", normal(2, 3))
    case("aten.flipud.default", "f32", normal(2, 3))
    for k in (1, 2, 3, 4, -1):
        case("aten.rot90.default", f"k_{k}", normal(2, 3), k)
    case("aten.rot90.default", "dims", x, 1, [1, 2])
    case("aten.roll.default", "flat", normal(2, 3), [1])
    case("aten.roll.default", "two", normal(3, 4), [1, -2], [0, 1])
    case("aten.roll.default", "more_than_size", integers(3, 4), [9], [1])
    case("aten.roll.default", "zero_size", torch.zeros(0, 3), [1], [0])
    for name, argument in (("pixel_shuffle", 2), ("pixel_unshuffle", 2)):
        case(f"aten.{name}.default", "two", normal(1, 8, 2, 4), argument)
        case(f"aten.{name}.default", "three_dimensions", normal(4, 4, 2), argument)
    case("aten.pixel_shuffle.default", "three", normal(1, 9, 2, 2), 3)
    for name in ("channel_shuffle", "native_channel_shuffle"):
        case(f"aten.{name}.default", "two", normal(1, 4, 2, 2), 2)
        case(f"aten.{name}.default", "three", normal(1, 6, 1, 3), 3)


def repeats():
    for name in ("expand", "broadcast_to"):
        case(f"aten.{name}.default", "new_dimension", normal(3), [2, 3])
        case(f"aten.{name}.default", "one", normal(2, 1, 3), [2, 4, 3])
        case(f"aten.{name}.default", "minus_one", normal(2, 1), [4, -1, 3])
        case(f"aten.{name}.default", "scalar_tensor", tensor(5, s64), [2, 2])
        case(f"aten.{name}.default", "zero", normal(1, 3), [0, 3])
    case("aten.expand_as.default", "f32", normal(1, 3), normal(2, 3))
    case("aten.expand_as.default", "new_dimension", integers(3), normal(2, 3))
    for name in ("repeat", "tile"):
        case(f"aten.{name}.default", "f32", normal(2, 3), [2, 1])
        case(f"aten.{name}.default", "new_dimension", normal(3), [2, 1, 2])
        case(f"aten.{name}.default", "zero", normal(2, 3), [0, 1])
    case("aten.tile.default", "fewer", normal(2, 3), [2])
    case("aten.repeat_interleave.self_int", "flat", normal(2, 3), 2)
    case("aten.repeat_interleave.self_int", "dim", normal(2, 3), 3, 1)
    case("aten.repeat_interleave.self_int", "zero", normal(2, 3), 0, 0)
    case("aten.repeat_interleave.self_Tensor", "dim", normal(3, 2), tensor([1, 0, 2], s64), 0)
    case("aten.repeat_interleave.self_Tensor", "flat", integers(4), tensor([2, 1, 0, 1], s64))
    case("aten.repeat_interleave.Tensor", "counts", tensor([1, 0, 2], s64))
    case("aten.repeat_interleave.Tensor", "output_size", tensor([1, 3], s32), output_size=4)
    case("aten.broadcast_tensors.default", "three", [normal(2, 1), normal(3), tensor(1.0)])
    case("aten.broadcast_tensors.default", "one", [integers(2, 3)])
    case("aten.meshgrid.default", "two", [normal(2), normal(3)])
    for indexing in ("ij", "xy"):
        case("aten.meshgrid.indexing", f"{indexing}_two", [integers(2), integers(3)], indexing=indexing)
        case("aten.meshgrid.indexing", f"{indexing}_three", [normal(2), normal(3), normal(2)], indexing=indexing)
    case("aten.meshgrid.default", "scalar_tensor", [tensor(1.0), normal(2)])


def slices():
    x = normal(4, 6)
    for title, arguments in (
        ("defaults", ()), ("rows", (0, 1, 3)), ("negative", (1, -3, -1)), ("step", (1, 0, 6, 2)), ("step_three", (1, 1, None, 3)), ("beyond", (0, 2, 2**63 - 1)),
        ("empty", (0, 3, 1)), ("far_start", (1, 100, 200)), ("none_bounds", (1, None, None)), ("far_negative", (1, -100, 2)),
    ):
        case("aten.slice.Tensor", title, x, *arguments)
    case("aten.slice.Tensor", "negative_dim", x, -1, 2, 4)
    for title, arguments in (("first", (0, 0)), ("negative", (-1, -2)), ("middle", (1, 3))):
        case("aten.select.int", title, x, *arguments)
    case("aten.select.int", "to_scalar", integers(3), 0, 1)
    case("aten.narrow.default", "f32", x, 1, 2, 3)
    case("aten.narrow.default", "empty", x, 0, 1, 0)
    case("aten.narrow.default", "negative", x, 1, -3, 2)
    case("aten.narrow.Tensor", "f32", x, 1, tensor(2, s64), 3)
    case("aten.narrow_copy.default", "f32", x, 1, 2, 3)
    case("aten.narrow_copy.default", "s64", integers(5), 0, 3, 2)
    case("aten.narrow.Tensor", "s64", integers(5), 0, tensor(1, s64), 2)
    case("aten.slice_scatter.default", "rows", x, normal(2, 6), 0, 1, 3)
    case("aten.slice_scatter.default", "step", x, normal(4, 3), 1, 0, 6, 2)
    case("aten.slice_scatter.default", "negative", x, normal(4, 2), -1, -2)
    case("aten.slice_scatter.default", "s64", integers(3), integers(2), 0, 1)
    case("aten.select_scatter.default", "f32", x, normal(4), 1, 2)
    case("aten.select_scatter.default", "negative", integers(3, 2), integers(2), 0, -1)
    case("aten.diagonal_scatter.default", "f32", normal(3, 4), normal(3))
    case("aten.diagonal_scatter.default", "offset", normal(3, 4), normal(3), 1)
    for offset in (0, 1, -1):
        case("aten.diagonal.default", f"offset_{offset}", normal(3, 4), offset)
        case("aten.diag.default", f"matrix_{offset}", normal(3, 4), offset)
        case("aten.diag.default", f"vector_{offset}", normal(3), offset)
        case("aten.diag_embed.default", f"offset_{offset}", normal(2, 3), offset)
        for name in ("tril", "triu"):
            case(f"aten.{name}.default", f"offset_{offset}", normal(3, 4), offset)
            case(f"aten.{name}.default", f"batch_{offset}", integers(2, 3, 3), offset)
    for name in ("tril", "triu"):
        case(f"aten.{name}.default", "bool", torch.ones(3, 3, dtype=b8))
        case(f"aten.{name}.default", "far", normal(3, 3), 5)
    case("aten.diagonal.default", "dims", normal(2, 3, 4), 0, 0, 2)
    case("aten.diagonal.default", "negative_dims", normal(2, 3, 4), 1, -2, -1)
    case("aten.diag_embed.default", "dims", normal(2, 3), 0, 0, 2)
    for title, arguments in (("plain", (0, 3, 1)), ("last", (-1, 2, 2)), ("overlap", (1, 4, 2))):
        case("aten.unfold.default", title, normal(5, 6), *arguments)
    case("aten.diff.default", "plain", normal(2, 5))
    case("aten.diff.default", "twice", integers(6), 2)
    case("aten.diff.default", "dim", normal(3, 2), 1, 0)
    case("aten.diff.default", "prepend", integers(2, 3), 1, -1, integers(2, 1), integers(2, 2))
    case("aten.diff.default", "bool", booleans(6))


def divisions():
    x = normal(7, 3)
    for op in ("aten.split.Tensor", "aten.unsafe_split.Tensor"):
        case(op, "uneven", x, 3)
        case(op, "dim", x, 1, 1)
        case(op, "larger", x, 10)
        case(op, "negative", normal(2, 4), 2, -1)
    for op in ("aten.split_with_sizes.default", "aten.split.sizes", "aten.unsafe_split_with_sizes.default"):
        case(op, "three", x, [2, 4, 1])
        case(op, "zero", x, [0, 7], 0)
        case(op, "negative", x, [1, 2], -1)
    for op in ("aten.chunk.default", "aten.unsafe_chunk.default"):
        case(op, "uneven", x, 3)
        case(op, "fewer", normal(5), 4)
        case(op, "dim", normal(2, 6), 2, 1)
        case(op, "more_than_size", normal(2), 5)
    case("aten.tensor_split.sections", "uneven", x, 3)
    case("aten.tensor_split.sections", "more", normal(2), 3)
    case("aten.tensor_split.indices", "two", x, [2, 5])
    case("aten.tensor_split.indices", "beyond", normal(3), [1, 9])
    case("aten.tensor_split.tensor_indices_or_sections", "indices", x, tensor([2, 5], s64))
    for name, data in (("hsplit", normal(2, 4)), ("vsplit", normal(4, 2)), ("dsplit", normal(2, 1, 4))):
        case(f"aten.{name}.int", "two", data, 2)
        case(f"aten.{name}.array", "at_one", data, [1])
    case("aten.unbind.int", "first", normal(2, 3))
    case("aten.unbind.int", "last", integers(2, 3), -1)


def joins():
    for op in ("aten.cat.default", "aten.concat.default", "aten.concatenate.default"):
        case(op, "rows", [normal(2, 3), normal(1, 3)])
        case(op, "last", [normal(2, 3), normal(2, 1), normal(2, 2)], -1)
        case(op, "promote", [integers(2), normal(3), normal(1, dtype=f16)])
        case(op, "u8_s8", [integers(2, dtype=u8), integers(2, dtype=s8)])
        case(op, "legacy_empty", [torch.zeros(0), normal(2, 3)], 1)
        case(op, "zero_rows", [torch.zeros(0, 3), normal(2, 3)])
        case(op, "bool", [booleans(2), booleans(3)])
    case("aten.stack.default", "first", [normal(2, 3), normal(2, 3)])
    case("aten.stack.default", "last", [integers(2), integers(2), integers(2)], -1)
    case("aten.stack.default", "scalar_tensors", [tensor(1.0), tensor(2.0)])
    case("aten.stack.default", "promote", [integers(2), normal(2)], 1)
    for name in ("hstack", "vstack", "row_stack", "dstack", "column_stack"):
        case(f"aten.{name}.default", "vectors", [normal(3), normal(3)])
        case(f"aten.{name}.default", "matrices", [normal(2, 3), normal(2, 3)])


def pads():
    for rank, modes in ((1, ("reflect", "replicate", "circular")), (2, ("reflect", "replicate", "circular")), (3, ("reflect", "replicate", "circular"))):
        x = normal(1, 2, *((4, 3, 3)[:rank]))
        amounts = [1, 2, 0, 1, 1, 1][: 2 * rank]
        for mode in modes:
            case("aten.pad.default", f"{mode}_{rank}d", x, amounts, mode)
        for op in (f"aten.reflection_pad{rank}d.default", f"aten.replication_pad{rank}d.default", "aten._pad_circular.default"):
            case(op, f"{rank}d_f32", x, amounts)
            case(op, f"{rank}d_f64", x.to(f64), amounts)
            if "circular" not in op:
                case(op, f"{rank}d_unbatched", x[0], amounts)
                case(op, f"{rank}d_bf16", x.to(bf16), amounts)
                case(op, f"{rank}d_s64", integers(*x.shape), amounts)
    case("aten.replication_pad2d.default", "large", normal(1, 1, 2, 2), [3, 3, 4, 0])
    case("aten.replication_pad2d.default", "negative", normal(1, 1, 4, 4), [-1, 1, 0, -1])
    for op, tail in (("aten.constant_pad_nd.default", ()), ("aten.pad.default", ("constant",))):
        case(op, "one", normal(2, 3), [1, 2], *tail)
        case(op, "two_value", normal(2, 3), [1, 0, 0, 2], *tail, 1.5)
        case(op, "negative", normal(3, 4), [-1, 1], *tail, 2.0)
        case(op, "all_negative", normal(3, 4), [-1, -1, 0, -1], *tail)
        case(op, "s64", integers(2, 2), [1, 1], *tail, 7.0 if tail else 7)
        case(op, "bool", booleans(2, 2), [1, 1], *tail, 1.0 if tail else True)
        case(op, "infinite", normal(2), [1, 1], *tail, float("-inf"))
        case(op, "none", normal(2), [], *tail)
    case("aten.im2col.default", "plain", normal(1, 2, 4, 5), [2, 3], [1, 1], [0, 0], [1, 1])
    case("aten.im2col.default", "all", normal(2, 2, 5, 5), [2, 2], [2, 1], [1, 1], [2, 1])
    case("aten.im2col.default", "unbatched", normal(2, 4, 4), [2, 2], [1, 1], [0, 0], [2, 2])
    case("aten.col2im.default", "plain", normal(1, 8, 4), [4, 4], [2, 2], [1, 1], [0, 0], [2, 2], tol=SUM)
    case("aten.col2im.default", "overlap", normal(1, 4, 9), [4, 4], [2, 2], [1, 1], [0, 0], [1, 1], tol=SUM)
    case("aten.col2im.default", "overlap_padding", normal(2, 8, 9), [4, 4], [2, 2], [1, 1], [1, 1], [2, 2], tol=SUM)


def record():
    family("shape")
    views()
    permutations()
    repeats()
    slices()
    divisions()
    joins()
    pads()
