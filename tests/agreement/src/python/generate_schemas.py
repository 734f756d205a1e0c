#!/usr/bin/env python3
"""Writes the operator schema tables of the `export` module from an installed PyTorch.

    python generate_schemas.py [OUTPUT_DIRECTORY]

The tables are aten.schemas, quantized_decomposed.schemas and symbolic.schemas: one operator per line, sorted.
The base names below say which operators are wanted; their overloads, types and defaults are those of PyTorch.
"""

import importlib
import inspect
import math
import operator
import pathlib
import re
import sys
import warnings

import torch

warnings.filterwarnings("ignore")
import torch.ao.quantization.fx._decomposed  # noqa: E402  registers quantized_decomposed

# Every overload of these that the dispatcher knows and that writes to no `out` argument; the in-place twin comes along.
ATEN = """
__and__ __or__ __xor__ __lshift__ __rshift__
abs absolute acos acosh add addcdiv addcmul atan atan2 atanh arctan2 asin asinh bitwise_and bitwise_left_shift bitwise_not
bitwise_or bitwise_right_shift bitwise_xor ceil clamp clamp_max clamp_min clip cos cosh deg2rad div divide eq erf erfc
exp exp2 expm1 floor floor_divide fmax fmin fmod frac ge greater greater_equal gt isclose isfinite isinf isnan isneginf
isposinf le lerp less less_equal log log10 log1p log2 logaddexp logical_and logical_not logical_or logical_xor
logit lt maximum minimum mul multiply nan_to_num ne neg negative not_equal positive pow rad2deg reciprocal remainder round
rsqrt rsub sigmoid sign signbit sin sinh sqrt square sub subtract tan tanh threshold true_divide trunc fix where
celu elu gelu glu hardshrink hardsigmoid hardswish hardtanh leaky_relu log_sigmoid _log_softmax log_softmax
log_sigmoid_forward mish prelu _prelu_kernel relu relu6 selu silu _softmax softmax softplus softshrink
_safe_softmax
all amax amin aminmax any argmax argmin count_nonzero cumprod cumsum cummax cummin linalg_vector_norm logcumsumexp logsumexp
max mean median min norm prod std std_mean sum sum_to_size var var_mean equal histc mse_loss
argsort sort topk bucketize nonzero nonzero_static
addbmm addmm addmv addr baddbmm bilinear bmm dot einsum _grouped_mm inner linalg_matmul linear matmul mm mv outer
cosine_similarity pairwise_distance kron tensordot
_convolution conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d convolution
_adaptive_avg_pool2d _adaptive_avg_pool3d adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d adaptive_max_pool1d
adaptive_max_pool2d adaptive_max_pool3d avg_pool1d avg_pool2d avg_pool3d max_pool1d max_pool1d_with_indices max_pool2d
max_pool2d_with_indices max_pool3d max_pool3d_with_indices
_native_batch_norm_legit_no_training batch_norm
group_norm instance_norm layer_norm native_batch_norm native_group_norm native_layer_norm rms_norm _fused_rms_norm
_weight_norm
alias as_strided atleast_1d atleast_2d atleast_3d broadcast_tensors broadcast_to cat channel_shuffle chunk
column_stack concat concatenate constant_pad_nd _pad_circular diag diag_embed diagonal diagonal_scatter diff
dsplit dstack expand expand_as flatten flip fliplr flipud hsplit hstack im2col col2im meshgrid movedim moveaxis narrow
narrow_copy native_channel_shuffle numpy_T mT permute pad pixel_shuffle pixel_unshuffle ravel reflection_pad1d
reflection_pad2d reflection_pad3d repeat repeat_interleave replication_pad1d replication_pad2d replication_pad3d reshape
reshape_as roll rot90 row_stack select select_scatter slice slice_scatter split split_with_sizes squeeze stack swapaxes
swapdims t take_along_dim tensor_split tile transpose tril triu tril_indices triu_indices unbind unflatten unfold unsafe_chunk
unsafe_split unsafe_split_with_sizes unsqueeze _unsafe_view view view_as vsplit vstack trace
_embedding_bag embedding embedding_bag gather index index_add index_copy index_fill index_put
_unsafe_index _unsafe_index_put
index_select masked_fill masked_scatter masked_select scatter scatter_add scatter_reduce take one_hot
affine_grid_generator grid_sampler grid_sampler_2d grid_sampler_3d
_upsample_nearest_exact1d _upsample_nearest_exact2d _upsample_nearest_exact3d upsample_bicubic2d upsample_bilinear2d
upsample_linear1d upsample_nearest1d upsample_nearest2d upsample_nearest3d upsample_trilinear3d
arange empty empty_like empty_permuted empty_strided eye fill full full_like linspace logspace new_empty new_empty_strided
new_full new_ones new_zeros ones ones_like scalar_tensor zero zeros zeros_like lift_fresh_copy
clone contiguous copy detach _to_copy to type_as
_local_scalar_dense item
alpha_dropout dropout feature_alpha_dropout feature_dropout native_dropout
gru gru_cell lstm lstm_cell rnn_relu rnn_relu_cell rnn_tanh rnn_tanh_cell
_scaled_dot_product_flash_attention_for_cpu scaled_dot_product_attention
_scaled_dot_product_attention_math
_assert_async _assert_scalar _assert_tensor_metadata _functional_assert_scalar _functional_assert_async
_functional_sym_constrain_range _functional_sym_constrain_range_for_size sym_constrain_range
sym_constrain_range_for_size sym_is_contiguous sym_numel sym_size sym_storage_offset sym_stride size stride numel dim
is_same_size
fake_quantize_per_channel_affine fake_quantize_per_tensor_affine fake_quantize_per_tensor_affine_cachemask
fake_quantize_per_channel_affine_cachemask
_cdist_forward _pdist_forward cross linalg_cross
""".split()

# Overloads that mutate or write to an `out` argument and have no twin among the above.
ATEN_SINGLE = ["resize_.default", "atan2.out", "_native_batch_norm_legit.default", "_native_batch_norm_legit.no_stats"]

# Overloads that torch.export never emits, or that draw random numbers.
UNWANTED = re.compile(
    r"dimname|names|generator|complex|sparse|_out$|^out$|stream|storage", re.IGNORECASE
)

MEMORY_FORMATS = {0: "contiguous_format", 1: "preserve_format", 2: "channels_last", 3: "channels_last_3d"}
DTYPES = {0: "uint8", 1: "int8", 2: "int16", 3: "int32", 4: "int64", 5: "float16", 6: "float32", 7: "float64"}
DTYPES |= {11: "bool", 15: "bfloat16"}
LAYOUTS = {0: "strided"}

# For an installation whose compiled half of torchvision does not load.
TORCHVISION = [
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "roi_align(Tensor input, Tensor rois, float spatial_scale, SymInt pooled_height, SymInt pooled_width,"
    " int sampling_ratio, bool aligned) -> Tensor",
]

# Stands in transformers' integrations.moe; declared here, since transformers need not be installed.
TRANSFORMERS = ["grouped_mm_fallback(Tensor input, Tensor weight, Tensor offs) -> Tensor"]

ALIAS = re.compile(r"\([a-z|*]+!?(?:\s*->\s*[^)]*)?\)")


def split_top_level(text):
    """Splits at the commas that are outside brackets and quotation marks."""
    parts, depth, quoted, current = [], 0, False, ""
    for character in text:
        quoted ^= character == '"'
        depth += (character in "([") - (character in ")]") if not quoted else 0
        if character == "," and depth == 0 and not quoted:
            parts.append(current.strip())
            current = ""
        else:
            current += character
    if current.strip():
        parts.append(current.strip())
    return parts


def default_text(value, kind):
    if value is None or isinstance(value, bool):
        return str(value)
    if kind.startswith("MemoryFormat"):
        return MEMORY_FORMATS[value]
    if kind.startswith("ScalarType"):
        return DTYPES[value]
    if kind.startswith("Layout"):
        return LAYOUTS[value]
    if isinstance(value, str):
        return '"' + value + '"'
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(default_text(v, kind.split("[")[0]) for v in value) + "]"
    if kind.rstrip("?") == "float":
        return repr(float(value))
    return repr(value)


def schema_line(overload):
    """The line of one torch._ops.OpOverload."""
    schema = overload._schema
    text = str(schema)
    head, returns = text.rsplit(" -> ", 1) if ") -> (" not in text else text.split(") -> (", 1)
    if ") -> (" in text:
        head, returns = head + ")", "(" + returns
    parameters = split_top_level(head[head.index("(") + 1 : -1])
    written, arguments = [], iter(schema.arguments)
    for parameter in parameters:
        if parameter == "*":
            written.append("*")
            continue
        argument = next(arguments)
        mutated = argument.alias_info is not None and argument.alias_info.is_write
        plain = ALIAS.sub("!" if mutated else "", parameter)
        kind = plain.split(" ")[0]
        if not plain.split(" ", 1)[1].split("=")[0] == argument.name:
            raise AssertionError(f"{text}: read {plain!r} where {argument.name} was expected")
        default = "=" + default_text(argument.default_value, kind) if argument.has_default_value() else ""
        written.append(f"{argument.name}: {kind}{default}")
    if returns.startswith("("):
        results = split_top_level(returns[1:-1])
    else:
        results = [returns]
    results = [ALIAS.sub("", result).split(" ")[0] for result in results]
    if len(results) != len(schema.returns):
        raise AssertionError(f"{text}: {len(schema.returns)} results, read {results}")
    return f"{qualified_name(overload)}({', '.join(written)}) -> ({', '.join(results)})"


def qualified_name(overload):
    schema = overload._schema
    return schema.name.replace("::", ".") + "." + (schema.overload_name or "default")


def wanted_overloads(packet_name, registered, mutable):
    packet = getattr(torch.ops.aten, packet_name)
    for name in packet.overloads():
        dispatched = "aten::" + packet_name + ("" if name == "default" else "." + name)
        overload = getattr(packet, name)
        text = str(overload._schema)
        if name == "dtype" and packet_name in ("mm", "bmm", "addmm", "baddbmm"):
            continue  # for CUDA only
        if dispatched not in registered or UNWANTED.search(name) or re.search(r"Dimname|Generator|Storage|Stream", text):
            continue
        written = [a for a in overload._schema.arguments if a.alias_info is not None and a.alias_info.is_write]
        if any(a.kwarg_only for a in written) or bool(written) != mutable:
            continue
        yield overload


def aten_overloads():
    registered = set(torch._C._dispatch_get_all_op_names())
    chosen = {}
    for base in dict.fromkeys(ATEN):
        found = []
        for name in (base, base + "_"):
            if hasattr(torch.ops.aten, name):
                for mutable in (False, True):
                    found += wanted_overloads(name, registered, mutable)
        if not found:
            print(f"no overload of {base} in this PyTorch", file=sys.stderr)
        chosen.update((qualified_name(overload), overload) for overload in found)
    for single in ATEN_SINGLE:
        base, name = single.split(".")
        overload = getattr(getattr(torch.ops.aten, base), name)
        chosen["aten." + single] = overload
    return chosen


def torchvision_overloads():
    """The operators, and the library that declares them where torchvision did not: they live as long as it does."""
    library = None
    try:
        importlib.import_module("torchvision")
    except (ImportError, RuntimeError):
        library = torch.library.Library("torchvision", "FRAGMENT")
        for definition in TORCHVISION:
            library.define(definition)
    operators = [torch.ops.torchvision.nms.default, torch.ops.torchvision.roi_align.default]
    return {qualified_name(o): o for o in operators}, library


def transformers_overloads():
    """The operators, and the library that declares them, without a kernel: they live as long as it does."""
    library = torch.library.Library("transformers", "FRAGMENT")
    for definition in TRANSFORMERS:
        library.define(definition)
    operators = [torch.ops.transformers.grouped_mm_fallback.default]
    return {qualified_name(o): o for o in operators}, library


def quantized_overloads():
    packets = sorted(
        {
            name.split("::")[1].split(".")[0]
            for name in torch._C._dispatch_get_all_op_names()
            if name.startswith("quantized_decomposed::")
        }
    )
    for packet_name in packets:
        packet = getattr(torch.ops.quantized_decomposed, packet_name)
        for name in packet.overloads():
            yield getattr(packet, name)


def symbolic_lines():
    integer, real, boolean = "SymInt", "SymFloat", "SymBool"
    helpers = [
        *[(f, [integer] * 2, integer) for f in (operator.add, operator.sub, operator.mul, operator.floordiv)],
        *[(f, [integer] * 2, integer) for f in (operator.mod, operator.pow, operator.lshift, operator.rshift)],
        (operator.truediv, [integer] * 2, real),
        *[(f, [integer], integer) for f in (operator.neg, operator.pos)],
        *[(f, [integer] * 2, boolean) for f in (operator.eq, operator.ne, operator.lt, operator.le)],
        *[(f, [integer] * 2, boolean) for f in (operator.gt, operator.ge)],
        *[(f, [boolean] * 2, boolean) for f in (operator.and_, operator.or_)],
        (torch.sym_float, [integer], real),
        (torch.sym_int, [real], integer),
        (torch.sym_not, [boolean], boolean),
        (torch.sym_ite, [boolean, integer, integer], integer),
        *[(f, [integer] * 2, integer) for f in (torch.sym_max, torch.sym_min)],
        (torch.sym_sqrt, [real], real),
        (math.trunc, [real], integer),
    ]
    for function, kinds, result in helpers:
        names = list(inspect.signature(function).parameters)
        parameters = ", ".join(f"{name}: {kind}" for name, kind in zip(names, kinds, strict=True))
        yield f"{function.__module__}.{function.__name__}({parameters}) -> ({result})"


def write(path, comments, lines):
    lines = sorted(set(lines))
    path.write_text("".join(f"# {c}\n" for c in comments) + "".join(line + "\n" for line in lines), encoding="utf-8")
    print(f"{path.name}: {len(lines)} operators")


def main():
    here = pathlib.Path(__file__).resolve()
    default = here.parents[4] / "export/src/main/resources/dev/octet/op"
    out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default
    out.mkdir(parents=True, exist_ok=True)
    version = torch.__version__.split("+")[0]
    chosen = aten_overloads()
    vision, _library = torchvision_overloads()
    transformers, _declared = transformers_overloads()
    notation = "name(parameter: type[=default], ..., *, keyword-only) -> (results); `!` marks an argument that is mutated"
    aten = [schema_line(overload) for overload in {**chosen, **vision, **transformers}.values()]
    write(out / "aten.schemas", [f"Operators of PyTorch {version}, written by generate_schemas.py", notation], aten)
    quantized = [schema_line(overload) for overload in quantized_overloads()]
    write(
        out / "quantized_decomposed.schemas",
        [f"Quantization operators of PyTorch {version}, written by generate_schemas.py", notation],
        quantized,
    )
    write(
        out / "symbolic.schemas",
        [
            f"Operators on symbolic numbers that torch.export of PyTorch {version} writes, from generate_schemas.py",
            "Arithmetic, comparisons, max, min and ite also take and give SymFloat; the types below are the usual ones",
        ],
        symbolic_lines(),
    )


if __name__ == "__main__":
    main()
