"""TorchInductor on a program that Octet quantized: torch_inductor.py Q.pt2 THREADS [bf16]

Weights are frozen, so that Inductor packs them and fuses what stands behind convolutions and linear layers.
"""

import sys

import torch
import torch._inductor.config
from torch.ao.quantization.fx import _decomposed  # noqa: F401  defines quantize and dequantize

from timing import measure

WORDS = 1000


def example(meta):
    """Normally distributed numbers; words and a mask of ones for integers."""
    if meta.dtype.is_floating_point:
        return torch.randn(meta.shape, dtype=meta.dtype)
    if "mask" in meta.name:
        return torch.ones(meta.shape, dtype=meta.dtype)
    return torch.randint(0, WORDS, meta.shape, dtype=meta.dtype)


class Input:
    """A user input of an exported program."""

    def __init__(self, node):
        self.name = node.name
        self.shape = tuple(node.meta["val"].shape)
        self.dtype = node.meta["val"].dtype


def inputs(program):
    """A tensor for each user input."""
    names = set(program.graph_signature.user_inputs)
    nodes = [n for n in program.graph.nodes if n.op == "placeholder" and n.name in names]
    return [example(Input(node)) for node in nodes]


def main():
    path, threads = sys.argv[1], int(sys.argv[2])
    bfloat16 = sys.argv[3:] == ["bf16"]
    torch.set_num_threads(threads)
    torch._inductor.config.freezing = True
    program = torch.export.load(path)
    compiled = torch.compile(program.module())
    arguments = inputs(program)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16):
        measure(f"TorchInductor {path} {threads} threads", lambda: compiled(*arguments))


if __name__ == "__main__":
    main()
