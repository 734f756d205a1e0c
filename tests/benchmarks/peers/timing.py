"""Times calls for some seconds, and prints what `octet bench` prints."""

import time

WARM_UP_SECONDS = 2


def measure(name, call, seconds=8):
    """Prints the median, the fastest and the 90 % time of a call."""
    end = time.perf_counter() + WARM_UP_SECONDS
    while time.perf_counter() < end:
        call()
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1e3)
    times.sort()
    median, p90 = times[len(times) // 2], times[len(times) * 9 // 10]
    print(f"{name}: median {median:.3f} ms, min {times[0]:.3f}, p90 {p90:.3f}, {len(times)} runs", flush=True)
