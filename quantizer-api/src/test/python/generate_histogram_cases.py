"""Writes the expected states and parameters of PyTorch's HistogramObserver for generated data, as
src/test/resources/dev/octet/quantizer/observe/histogram_cases.tsv. Run: python generate_histogram_cases.py > FILE

Data: element i of a tensor is made from a 32-bit hash of i and a seed by float32 operations that are exact or rounded once, so that
HistogramReferenceTest makes the same. Columns: bins, dtype, scheme, tensors (kind:size:seed:scale, separated by commas), min, max, CRC-32
of the float32 counts, lower and upper end of the range found, scale, zero point. Floats are written by their bits.
"""

import random
import warnings
import zlib

import numpy as np
import torch
from torch.ao.quantization.observer import HistogramObserver

warnings.filterwarnings("ignore")
torch.set_num_threads(1)


def values(kind, size, seed, scale):
    h = (np.arange(size, dtype=np.uint64) * 2654435761 + seed * 40503) & 0xFFFFFFFF
    h ^= h >> np.uint64(15)
    h = (h * np.uint64(2246822519)) & 0xFFFFFFFF
    h ^= h >> np.uint64(13)
    base = ((h >> np.uint64(8)).astype(np.int64) - (1 << 23)).astype(np.float32) / np.float32(1 << 21)
    if kind == "relu":
        base = np.maximum(base, np.float32(0))
    elif kind == "cube":
        base = base * base * base
    elif kind == "fifth":
        base = base * base * base * base * base
    elif kind == "outliers":
        base = np.where(np.arange(size) % 97 == 13, base * np.float32(30), base)
    elif kind == "constant":
        base = np.full(size, base[0], np.float32)
    return torch.from_numpy((base * np.float32(scale)).astype(np.float32))


def bits(value):
    return format(np.float32(value).view(np.uint32), "08x")


random.seed(20)
for case in range(400):
    bins = random.choice([2048] * 6 + [100, 511, 7, 1])
    dtype = random.choice([torch.int8] * 3 + [torch.uint8] * 2 + [torch.int16, torch.int32])
    scheme = random.choice([torch.per_tensor_affine] * 2 + [torch.per_tensor_symmetric])
    observer = HistogramObserver(bins=bins, dtype=dtype, qscheme=scheme, eps=2**-12)
    tensors = []
    for _ in range(random.choice([1, 1, 2, 3, 5, 8])):
        kind = random.choice(["uniform", "relu", "cube", "fifth", "outliers", "outliers", "constant"])
        size = random.choice([1, 2, 17, 333, 1024, 4000, 20000])
        seed = random.randrange(1 << 20)
        scale = random.choice([1.0, 0.37, 1.5, 3.1, 0.001, 1000.0])
        observer(values(kind, size, seed, scale))
        tensors.append(f"{kind}:{size}:{seed}:{scale}")
    low, high = observer._non_linear_param_search()
    s, z = observer.calculate_qparams()
    print(
        bins,
        str(dtype).removeprefix("torch."),
        str(scheme).removeprefix("torch."),
        ",".join(tensors),
        bits(observer.min_val),
        bits(observer.max_val),
        format(zlib.crc32(observer.histogram.numpy().tobytes()), "08x"),
        bits(low),
        bits(high),
        bits(s.item()),
        z.item(),
        sep="\t",
    )
