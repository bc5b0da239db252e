"""What stands beside the table of the forecast: further questions, why, past disputes, reliability."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reliable:
    """Of `n` past forecasts of `target` within `days`, on average `forecast`, a share `observed` came true.

    `low` and `high` are Wilson's 95 % bounds of that share.
    """

    target: str
    days: int
    n: int
    forecast: float
    observed: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Question:
    """A question of its own beside the table, with its answer.

    `question`: "onset", a new dispute within `days`; "escalation", whether a dispute begun now comes to
    `target` ("force", "fatal" or "war") before it ends, with `days` 0; "next", an act within `days`.
    `base_rate` is the share of pairs that acted as lately (of all disputes; of this pair's usual days);
    `prior_only` says that `p` is that share. `basis` says what the answer rests on.
    """

    question: str
    target: str
    days: int
    p: float
    low: float
    high: float
    base_rate: float
    one_in: int
    words: str
    prior_only: bool
    basis: str


@dataclass(frozen=True, slots=True)
class Precedent:
    """A past dispute between the two, by its number in the ingested table; `began` is who began it.

    `reached`: "no force", "force", "fatal", "war", or "unknown". `end` is null, and `reached` unknown, until
    the dispute is known to be over: half a year after its last act.
    """

    dispute: int
    start: str
    end: str | None
    began: str
    reached: str


@dataclass(frozen=True, slots=True)
class Reason:
    """What moves the answer to "escalation": a term of one `step`, against the average past dispute.

    Steps are "force", "a death, given force" and "war, given a death".
    """

    step: str
    what: str
    log_odds: float
