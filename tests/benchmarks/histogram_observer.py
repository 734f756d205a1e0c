"""PyTorch's side of HistogramObserverBenchmark: the median and the least time of an update in a known range, of a first update, and of the
search for the range, in microseconds on one thread. Run it right before or after the benchmark: python tests/benchmarks/histogram_observer.py"""

import statistics
import time

import torch
from torch.ao.quantization.observer import HistogramObserver

torch.set_num_threads(1)


def measure(name, action):
    times = []
    for _ in range(100):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1e6)
    print(f"  {name}: median {statistics.median(times):.0f}, least {min(times):.0f}")


def observer():
    return HistogramObserver(dtype=torch.int8, eps=2**-12)


for relu in (False, True):
    torch.manual_seed(1)
    x = torch.randn(1, 64, 112, 112)
    if relu:
        x = x.relu()
    known = observer()
    known(x)
    print(f"relu={relu}")
    measure("updateInKnownRange", lambda: known(x))
    measure("firstUpdate", lambda: observer()(x))
    measure("search", known.calculate_qparams)
