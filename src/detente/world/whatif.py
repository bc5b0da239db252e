"""What lowers or raises a risk, by how much, on whose word; field names are those of `assess --json`."""

from dataclasses import dataclass

from detente.world.estimate import Interval


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What lowers or raises the risk of getting out of hand, by how much (a ratio to now).

    `assumed` says what the policy is assumed to do and `source` who found that, or that it is an assumption.
    `safer` is the chance, over draws, that the policy lowers the figure; None where nothing was drawn.
    `reached` is the chance that the place which the policy changes is reached at all in a round of the
    bargaining game; None where no game was solved.
    """

    policy: str
    effect: str
    ratio: Interval
    basis: str
    assumed: str = ""
    source: str = ""
    safer: float | None = None
    reached: float | None = None
