#!/usr/bin/env python3
"""Writes the operator conformance cases from an installed PyTorch.

    python generate_operator_cases.py [OUTPUT_DIRECTORY]

Each case is one call of one operator on the CPU, with its inputs and results. The format is in the README beside the files.
At the end come the operators of the schema tables that have no case, and the calls that PyTorch refused.
"""

import importlib
import pathlib
import pkgutil
import re
import sys
import warnings

import torch

warnings.filterwarnings("ignore")
import generate_schemas  # noqa: E402
import operator_cases  # noqa: E402

VISION, VISION_LIBRARY = generate_schemas.torchvision_overloads()
EXPERTS, EXPERTS_LIBRARY = generate_schemas.transformers_overloads()

from operator_cases import recorder  # noqa: E402


def table_operators(directory):
    for path in sorted(directory.glob("*.schemas")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                yield line.split("(")[0], line


def main():
    torch.set_num_threads(1)
    folders = [a for a in sys.argv[1:] if not a.startswith("--")]
    root = pathlib.Path(__file__).resolve().parents[4]
    default = root / "tests/agreement/src/test/resources/operators"
    out = pathlib.Path(folders[0]) if folders else default
    out.mkdir(parents=True, exist_ok=True)
    for module in sorted(m.name for m in pkgutil.iter_modules(operator_cases.__path__) if m.name != "recorder"):
        importlib.import_module(f"operator_cases.{module}").record()
    recorder.write(out)
    covered = recorder.covered()
    schemas = dict(table_operators(root / "export/src/main/resources/dev/octet/op"))
    unknown = sorted(covered - set(schemas))
    functional = sorted(name for name, line in schemas.items() if not re.search(r"Tensor!", line))
    missing = [name for name in functional if name not in covered]
    print(f"functional operators: {len(functional)}, with cases: {len(functional) - len(missing)}")
    print("no case:", ", ".join(missing) or "none")
    print("not in the tables:", ", ".join(unknown) or "none")
    if "--refused" in sys.argv:
        for op, name, reason in recorder.refused:
            print(f"refused: {op} {name}: {reason}")


if __name__ == "__main__":
    main()
