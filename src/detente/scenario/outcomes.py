"""What followed episodes like this one: weighted shares, and the set of outcomes that holds most of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from detente.numerics.beta import jeffreys
from detente.scenario.model import Voice, effective_number
from detente.world.answers import BaseRate
from detente.world.episode import HORIZONS, Episode
from detente.world.resemblance import OutcomeSet

FATAL, WAR = 7, 8
TARGETS = (("fatal", FATAL), ("war", WAR))
OUTCOMES = ("none", "show", "force", "fatal", "war")
"""By the highest act: none that is militarized, a show of force or violation, force, a death, war."""

REFERENCE = "episodes like this"
SOURCE = "detente:episodes"
LEVEL = 0.8


def outcome(rung: int) -> int:
    """The place of a highest rung in `OUTCOMES`."""
    return 0 if rung < 4 else 1 if rung < 6 else min(rung, WAR) - 4


def killed(episode: Episode) -> bool:
    """Whether somebody was killed within a year of the opening, or in the episode where that is not known."""
    year = episode.within[2]
    return (episode.peak if year is None else year) >= FATAL


def followed(voices: Sequence[Voice], weight: Sequence[float]) -> tuple[BaseRate, ...]:
    """Weighted shares of outcomes, Jeffreys intervals on the effective number of episodes."""
    asked = [(target, rung, i) for target, rung in TARGETS for i in range(len(HORIZONS))]
    counts = [_counted(voices, weight, rung, i) for _, rung, i in asked]
    lows, highs = jeffreys([k for k, _ in counts], [n for _, n in counts])
    return tuple(
        BaseRate(REFERENCE, target, HORIZONS[i], n, k, (k + 0.5) / (n + 1.0), float(low), float(high), SOURCE)
        for (target, _, i), (k, n), low, high in zip(asked, counts, lows, highs, strict=True)
    )


def _counted(voices: Sequence[Voice], weight: Sequence[float], rung: int, i: int) -> tuple[float, float]:
    """Of the effective number n of episodes with a known outcome by horizon i, k came to `rung`; (k, n)."""
    known = known_outcomes([v.episode for v in voices], weight, i)
    n, total = effective_number([w for w, _ in known]), sum(w for w, _ in known)
    hits = sum(w for w, worst in known if worst >= rung)
    return (n * hits / total if total else 0.0), n


def known_outcomes(episodes: Sequence[Episode], weight: Sequence[float], i: int) -> list[tuple[float, int]]:
    """(weight, highest rung) of the episodes whose outcome by horizon i was known."""
    pairs = zip(weight, (e.within[i] for e in episodes), strict=True)
    return [(w, worst) for w, worst in pairs if worst is not None]


def chances(known: Sequence[tuple[float, int]]) -> list[float]:
    """The chance of each of `OUTCOMES`, shape (5,), summing to 1: weighted shares and one even case."""
    n, total = effective_number([w for w, _ in known]), sum(w for w, _ in known)
    shares = [1.0 / len(OUTCOMES)] * len(OUTCOMES)
    for w, worst in known:
        shares[outcome(worst)] += n * w / total
    return [share / (n + 1.0) for share in shares]


def mass_above(p: Sequence[float], place: int) -> float:
    """The chance of all outcomes that are likelier than the one at `place`; ties go to the milder one."""
    order = sorted(range(len(p)), key=lambda i: (-p[i], i))
    return sum(p[i] for i in order[: order.index(place)])


def outcome_sets(
    voices: Sequence[Voice], weight: Sequence[float], card: Mapping[str, Any]
) -> tuple[OutcomeSet, ...]:
    """For each horizon the outcomes from the likeliest on, as far as the vintage found that `LEVEL` needs.

    A set takes in an outcome while the chance of all likelier ones is at most the vintage's threshold, which
    would have covered `LEVEL` of past cases (Romano, Sesia & Candes 2020, adaptive prediction sets).
    """
    found = []
    for i, days in enumerate(HORIZONS):
        p = chances(known_outcomes([v.episode for v in voices], weight, i))
        threshold, covered = card.get("sets", {}).get(str(days), (LEVEL, None))
        names = tuple(name for place, name in enumerate(OUTCOMES) if mass_above(p, place) <= threshold)
        found.append(OutcomeSet(days, LEVEL, names, covered))
    return tuple(found)
