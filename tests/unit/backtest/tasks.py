"""Tasks for the tests of rolling origins; importable by other processes."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.backtest.rolling import Found


@dataclass(frozen=True)
class Sums:
    """At each origin what depends on it alone; `log` is a file in which each origin done leaves a line."""

    log: Path
    stop_at: int = -1

    @property
    def key(self) -> str:
        """One name for all."""
        return "sums"

    def at(self, origin: int) -> Found:
        """Two arrays; RuntimeError at `stop_at`."""
        if origin == self.stop_at:
            raise RuntimeError("killed")
        with self.log.open("a", encoding="utf-8") as file:
            file.write(f"{origin}\n")
        rng = np.random.default_rng(origin)
        return {"chance": rng.random((3, origin % 4)), "days + nights": rng.integers(0, 9, 5)}

    def done(self) -> list[int]:
        """The origins that were computed, in the order in which they were."""
        return (
            [int(line) for line in self.log.read_text(encoding="utf-8").split()] if self.log.exists() else []
        )
