"""Runs operators of PyTorch and records what went in and what came out."""

import base64
import collections
import gzip
import json
import math

import torch

f16, bf16, f32, f64 = torch.float16, torch.bfloat16, torch.float32, torch.float64
s8, u8, s16, s32, s64, b8 = torch.int8, torch.uint8, torch.int16, torch.int32, torch.int64, torch.bool

NAMES = {f16: "f16", bf16: "bf16", f32: "f32", f64: "f64", s8: "s8", u8: "u8", s16: "s16", s32: "s32", s64: "s64", b8: "bool"}

# Kinds of tolerance: one correctly evaluated function, and a sum of products in an order of its own.
FUNCTION = {f64: 1e-12, f32: 1e-6, f16: 2e-3, bf16: 1.6e-2}
SUM = {f64: 1e-11, f32: 1e-5, f16: 4e-3, bf16: 3e-2}

_generator = torch.Generator().manual_seed(20)
_families = collections.defaultdict(list)
_names = set()
_family = None
refused = []


def family(name):
    """Starts a family: the cases that follow go to its file."""
    global _family
    _family = name
    _generator.manual_seed(sum(name.encode()))


def normal(*shape, dtype=f32, scale=2.0):
    return (torch.randn(shape, generator=_generator, dtype=f64) * scale).to(dtype)


def uniform(*shape, dtype=f32, low=0.0, high=1.0):
    return (torch.rand(shape, generator=_generator, dtype=f64) * (high - low) + low).to(dtype)


def integers(*shape, dtype=s64, low=-10, high=10):
    if dtype == u8:
        low = max(low, 0)
    return torch.randint(low, high, shape, generator=_generator).to(dtype)


def booleans(*shape):
    return torch.randint(0, 2, shape, generator=_generator).to(b8)


def distinct(*shape, dtype=f32):
    """Different values in a random order, so that no result depends on how ties are broken."""
    count = math.prod(shape)
    return ((torch.randperm(count, generator=_generator) - count // 2).to(f64) * 0.75).to(dtype).reshape(shape)


def values(*shape, dtype=f32):
    """Values that suit any dtype."""
    if dtype == b8:
        return booleans(*shape)
    return normal(*shape, dtype=dtype) if dtype.is_floating_point else integers(*shape, dtype=dtype)


def tensor(data, dtype=f32):
    return torch.tensor(data, dtype=dtype)


NAN, INF = math.nan, math.inf
# The largest value is far from overflow of f16 where a case converts it.
SPECIAL = tensor([NAN, INF, -INF, 0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, -2.5, 3.4e38, 1e-45, -1e-39, 7.25])


def _encode(value):
    if isinstance(value, torch.Tensor):
        return {"tensor": _encode_tensor(value)}
    if isinstance(value, (list, tuple)):
        if any(isinstance(v, torch.Tensor) for v in value):
            return {"tensors": [None if v is None else _encode_tensor(v) for v in value]}
        return [_encode(v) for v in value]
    if isinstance(value, torch.dtype):
        return {"dtype": NAMES[value]}
    if isinstance(value, torch.memory_format):
        return {"memory_format": str(value).removeprefix("torch.")}
    if isinstance(value, torch.layout):
        return {"layout": str(value).removeprefix("torch.")}
    if isinstance(value, torch.device):
        return {"device": value.type}
    if isinstance(value, float) and not math.isfinite(value):
        return {"float": "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(f"a {type(value).__name__} has no place in a case")


def _encode_tensor(value):
    value = value.detach().contiguous()
    data = value.flatten().view(u8).numpy().tobytes() if value.numel() else b""
    return {"dtype": NAMES[value.dtype], "shape": list(value.shape), "data": base64.b64encode(data).decode()}


def _dtypes(value):
    if isinstance(value, torch.Tensor):
        yield value.dtype
    elif isinstance(value, (list, tuple)):
        for element in value:
            yield from _dtypes(element)
    elif isinstance(value, float):
        yield f64


def overload(name):
    namespace, base, variant = name.split(".")
    return getattr(getattr(getattr(torch.ops, namespace), base), variant)


def case(op, name, *args, tol=None, unspecified=(), run=None, **kwargs):
    """Records one case.

    tol: FUNCTION, SUM, a number, or None for results that are exact. unspecified: indices of results of which only dtype
    and shape are fixed. run: what to run in place of the overload of that name.
    """
    key = (op, name)
    if key in _names:
        raise ValueError(f"{op} has two cases {name}")
    record = {"op": op, "case": name, "args": [_encode(a) for a in args], "kwargs": {k: _encode(v) for k, v in kwargs.items()}}
    try:
        target = run or overload(op)
        with torch.no_grad():
            out = target(*args, **kwargs)
        if run is None:
            single = len(target._schema.returns) == 1
            out = (out,) if single else () if out is None else tuple(out)
            if not target._schema.returns:
                out = ()
        else:
            out = (out,)
        encoded = [_encode(o) if not (isinstance(o, (list, tuple)) and not o) else {"tensors": []} for o in out]
        for index in unspecified:
            encoded[index]["tensor"]["data"] = None
        record["out"] = encoded
    except (RuntimeError, TypeError, KeyError, IndexError, ValueError, NotImplementedError, AttributeError, AssertionError) as e:
        refused.append((op, name, str(e).strip().split("\n")[0][:160]))
        return
    floating = [d for d in _dtypes(out) if d in FUNCTION]
    if tol is not None and floating:
        record["tolerance"] = tol if isinstance(tol, float) else max(tol[d] for d in floating)
    _names.add(key)
    _families[_family].append(json.dumps(record, separators=(",", ":"), allow_nan=False))


def covered():
    return {op for op, _ in _names}


def write(directory):
    total = 0
    for name, lines in sorted(_families.items()):
        path = directory / f"{name}.jsonl.gz"
        with path.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=9) as packed:
            packed.write("".join(line + "\n" for line in lines).encode())
        total += path.stat().st_size
        print(f"{name}: {len(lines)} cases, {path.stat().st_size} bytes")
    print(f"total: {len(_names)} cases, {total} bytes")
