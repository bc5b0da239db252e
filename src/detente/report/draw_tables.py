"""The longer tables of the brief: base rates by class, the profile by trait, tests by design."""

from collections import Counter
from dataclasses import dataclass

from detente.report.draw_words import PROOFS, proof
from detente.world.answers import BaseRate, Comparison
from detente.world.assessment import Assessment
from detente.world.estimate import TARGETS

FEW = 12
"""Comparisons of one test that are shown unasked."""


@dataclass(frozen=True, slots=True)
class Rates:
    """The base rates of one reference class, by target and days."""

    reference: str
    source: str
    cells: dict[str, dict[int, BaseRate]]


@dataclass(frozen=True, slots=True)
class Trait:
    """One line of the profile: the value of each state."""

    trait: str
    values: dict[str, str]
    source: str


@dataclass(frozen=True, slots=True)
class Test:
    """All comparisons of one design, by (model, baseline); `summary` counts wins and losses."""

    design: str
    summary: str
    few: bool
    groups: dict[tuple[str, str], list[Comparison]]


def rates(assessment: Assessment) -> list[Rates]:
    """The base rates, one entry for each class."""
    found: dict[tuple[str, str], dict[str, dict[int, BaseRate]]] = {}
    for rate in assessment.forecast.base_rates:
        cells = found.setdefault((rate.reference, rate.source), {target: {} for target in TARGETS})
        cells.setdefault(rate.target, {})[rate.days] = rate
    return [Rates(reference, source, cells) for (reference, source), cells in found.items()]


def traits(assessment: Assessment) -> list[Trait]:
    """The profile, one entry for each trait."""
    values: dict[str, dict[str, str]] = {}
    sources: dict[str, list[str]] = {}
    for line in assessment.motive.profile:
        values.setdefault(line.trait, {})[line.state] = line.value
        sources.setdefault(line.trait, []).append(line.source)
    return [Trait(t, by_state, _sources(sources[t])) for t, by_state in values.items()]


def _sources(told: list[str]) -> str:
    """Each source once; one that another goes on from is told by that."""
    longest = [s for s in told if not any(o != s and o.startswith(s) for o in told)]
    return "; ".join(dict.fromkeys(longest))


def tests(assessment: Assessment) -> list[Test]:
    """The model cards, one entry for each design of a test."""
    cards: dict[str, list[Comparison]] = {}
    for card in assessment.provenance.cards:
        cards.setdefault(card.test, []).append(card)
    return [Test(design, tally(of), len(of) <= FEW, _grouped(of)) for design, of in cards.items()]


def tally(cards: list[Comparison]) -> str:
    """ "3 better than the baseline, 1 worse"."""
    counts = Counter(proof(card) for card in cards)
    better, worse, neither = (counts[word] for word in PROOFS)
    return f"{better} better than the baseline, {worse} worse, {neither} with no difference proved"


def _grouped(cards: list[Comparison]) -> dict[tuple[str, str], list[Comparison]]:
    groups: dict[tuple[str, str], list[Comparison]] = {}
    for card in cards:
        groups.setdefault((card.model, card.baseline), []).append(card)
    return groups
