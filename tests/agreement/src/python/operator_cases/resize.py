"""Interpolation."""

from .recorder import bf16, case, f16, f64, family, integers, normal, SUM, u8

SPATIAL = {1: (5,), 2: (4, 5), 3: (3, 4, 2)}
TARGETS = {1: [(8,), (3,), (5,), (1,)], 2: [(8, 10), (7, 3), (2, 9), (4, 5), (1, 1)], 3: [(6, 8, 4), (2, 5, 3), (1, 1, 1)]}


def record():
    family("resize")
    for rank in (1, 2, 3):
        x = normal(1, 2, *SPATIAL[rank])
        for mode in ("upsample_nearest", "_upsample_nearest_exact"):
            name = f"aten.{mode}{rank}d"
            for size in TARGETS[rank]:
                title = "size_" + "x".join(map(str, size))
                case(f"{name}.default", title, x, list(size))
                case(f"{name}.vec", title, x, list(size), None)
            for scale in (2.0, 1.7, 0.6):
                title = f"scale_{scale}".replace(".", "_")
                case(f"{name}.vec", title, x, None, [scale] * rank)
                case(f"{name}.default", title, x, [int(n * scale) for n in SPATIAL[rank]], *([scale] * rank))
            case(f"{name}.vec", "bf16", x.to(bf16), None, [2.0] * rank)
            case(f"{name}.vec", "f64", x.to(f64), None, [1.5] * rank)
            case(f"{name}.vec", "u8", integers(1, 1, *SPATIAL[rank], dtype=u8, high=255), None, [2.0] * rank)
        for mode in {1: ["linear1d"], 2: ["bilinear2d", "bicubic2d"], 3: ["trilinear3d"]}[rank]:
            name = f"aten.upsample_{mode}"
            for corners in (False, True):
                end = f"_corners_{corners}".lower()
                for size in TARGETS[rank]:
                    title = "size_" + "x".join(map(str, size)) + end
                    case(f"{name}.default", title, x, list(size), corners, tol=SUM)
                    case(f"{name}.vec", title, x, list(size), corners, None, tol=SUM)
                for scale in (2.0, 1.7, 0.6):
                    title = f"scale_{scale}".replace(".", "_") + end
                    case(f"{name}.vec", title, x, None, corners, [scale] * rank, tol=SUM)
                    case(f"{name}.default", title, x, [int(n * scale) for n in SPATIAL[rank]], corners, *([scale] * rank), tol=SUM)
                case(f"{name}.vec", "bf16" + end, x.to(bf16), None, corners, [2.0] * rank, tol=SUM)
                case(f"{name}.vec", "f16" + end, x.to(f16), None, corners, [2.0] * rank, tol=SUM)
                case(f"{name}.vec", "f64" + end, x.to(f64), None, corners, [1.5] * rank, tol=SUM)
