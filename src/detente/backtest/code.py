"""A hash of the code that a result rests on: if it changes, the result must be made again."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import detente

ROOT = Path(detente.__file__).parent


def code_hash(modules: Sequence[str]) -> str:
    """The sha256 of the source of modules, each given as a path without suffix under the package."""
    digest = hashlib.sha256()
    for name in sorted(modules):
        digest.update(name.encode() + b"\0" + (ROOT / f"{name}.py").read_bytes())
    return digest.hexdigest()
