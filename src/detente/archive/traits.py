"""What a pair is like on a day, by our own tables: neighbours, facts, shares of the world."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import chain

from detente.archive import tables
from detente.world.actor import Dyad
from detente.world.episode import Episode
from detente.world.facts import Fact
from detente.world.tables import WeightRow
from detente.world.traits import Traits
from detente.world.when import When


def traits(dyad: Dyad, day: date) -> Traits:
    """The traits of a pair on a day, with its shares over time.

    Sources: neighbours.csv, facts.csv, weights.csv.
    """
    economy, military = (_courses(dyad, day, column) for column in ("economy", "military"))
    return replace(
        _on_the_day(dyad, day), economy_course=economy, military_course=military, leaders=_leaders(dyad, day)
    )


def _on_the_day(dyad: Dyad, day: date) -> Traits:
    """The traits of a pair on a day; a share is the latest of a year that was over by then."""
    between = {fact.fact for fact in _between().get(dyad, ()) if fact.valid_on(day)}
    return Traits(
        neighbours=_border(dyad, day),
        nuclear=_having("nuclear_weapons", dyad, day),
        umbrella=_having("nuclear_umbrella", dyad, day),
        major=_having("major_power", dyad, day),
        allied="alliance" in between,
        territorial="territorial_dispute" in between,
        armistice="armistice" in between and "peace_treaty" not in between,
        no_relations="no_relations" in between,
        economy=_shares(dyad, day, "economy"),
        military=_shares(dyad, day, "military"),
    )


def powers(dyad: Dyad, day: date) -> tuple[int, int]:
    """How many of the two are major powers on the day, and how many have nuclear weapons."""
    return len(_having("major_power", dyad, day)), len(_having("nuclear_weapons", dyad, day))


def with_traits(episode: Episode) -> Episode:
    """The episode with the traits of its pair on its first day."""
    return replace(episode, traits=_on_the_day(episode.dyad, episode.first_day))


@cache
def library() -> tuple[Episode, ...]:
    """All episodes of our table with their traits, in order of their start."""
    return tuple(sorted(map(with_traits, tables.episodes()), key=lambda e: (e.first_day, e.id)))


def facts_about(dyad: Dyad) -> tuple[Fact, ...]:
    """The facts of our table that name either state, at any time, in the table's order."""
    index = _facts_of()
    return tuple(dict.fromkeys(chain(index.get(dyad.a, ()), index.get(dyad.b, ()))))


@cache
def _facts_of() -> dict[str, list[Fact]]:
    index: dict[str, list[Fact]] = defaultdict(list)
    for fact in tables.facts():
        for code in (fact.a, fact.b):
            if code is not None:
                index[code].append(fact)
    return dict(index)


def _having(name: str, dyad: Dyad, day: date) -> tuple[str, ...]:
    """The pair's states of which a fact holds, alone or towards a third, in alphabetical order."""
    facts = (fact for code in (dyad.a, dyad.b) for fact in _first().get((name, code), ()))
    return tuple(sorted({fact.a for fact in facts if fact.b not in dyad and fact.valid_on(day)}))


@cache
def _between() -> dict[Dyad, list[Fact]]:
    index: dict[Dyad, list[Fact]] = defaultdict(list)
    for fact in tables.facts():
        if fact.b is not None:
            index[Dyad.of(fact.a, fact.b)].append(fact)
    return dict(index)


@cache
def _first() -> dict[tuple[str, str], list[Fact]]:
    index: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in tables.facts():
        index[fact.fact, fact.a].append(fact)
    return dict(index)


def _border(dyad: Dyad, day: date) -> str:
    kinds = {kind for kind, start, end in _borders().get(dyad, ()) if _holds(start, end, day)}
    return "land" if "land" in kinds else "sea" if "sea" in kinds else ""


@cache
def _borders() -> dict[Dyad, list[tuple[str, str, str]]]:
    borders: dict[Dyad, list[tuple[str, str, str]]] = defaultdict(list)
    for row in tables.neighbours():
        borders[Dyad.of(row.a, row.b)].append((row.kind, row.start, row.end))
    return dict(borders)


def _holds(start: str, end: str, day: date) -> bool:
    begun = not start or When.parse(start).may_be_before(day)
    return begun and (not end or When.parse(end).end >= day)


def _shares(dyad: Dyad, day: date, column: str) -> dict[str, float]:
    return {code: course[-1][1] for code, course in _courses(dyad, day, column).items()}


def _courses(dyad: Dyad, day: date, column: str) -> dict[str, tuple[tuple[int, float], ...]]:
    """Each state's shares of the years that were over by the day, the oldest first; absent where unknown."""
    found = {}
    for code in (dyad.a, dyad.b):
        rows = [row for row in _weights_of().get(code, []) if row.year < day.year]
        course = tuple((row.year, share) for row in rows if (share := getattr(row, column)) is not None)
        if course:
            found[code] = course
    return found


RULERS = frozenset({"head_of_state", "head_of_government", "party_leader"})


def _leaders(dyad: Dyad, day: date) -> dict[str, tuple[str, ...]]:
    """The days up to `day` on which a ruler of either state took office, ascending."""
    last = day.isoformat()
    return {code: tuple(d for d in _entries().get(code, ()) if d <= last) for code in (dyad.a, dyad.b)}


@cache
def _entries() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in tables.leaders():
        if row.role in RULERS and len(row.start) == len("YYYY-MM-DD"):
            found[row.code].add(row.start)
    return {code: tuple(sorted(days)) for code, days in found.items()}


@cache
def _weights_of() -> dict[str, list[WeightRow]]:
    rows: dict[str, list[WeightRow]] = defaultdict(list)
    for row in sorted(tables.weights(), key=lambda row: row.year):
        rows[row.code].append(row)
    return dict(rows)
