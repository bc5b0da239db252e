"""Tiny coded dispatches of our own between the states of the small gazetteer, to teach from and to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.record.answer import answer
from detente.record.dispatch import open_dispatch
from detente.record.draft import Draft
from detente.record.fit import fit_models
from detente.record.gazetteer import Gazetteer
from detente.record.judge import Judge
from detente.record.ranker import Models
from detente.record.teacher import Teacher
from detente.world.actor import Dyad
from detente.world.event import Event

DAY = date(1981, 2, 4)
NAMES = {
    "PER": ("Peru", "Peruvian"),
    "ECU": ("Ecuador", "Ecuadorean"),
    "IND": ("India", "Indian"),
    "PAK": ("Pakistan", "Pakistani"),
    "TUR": ("Turkey", "Turkish"),
    "GRC": ("Greece", "Greek"),
    "USA": ("the United States", "American"),
    "RUS": ("Russia", "Russian"),
}
PAIRS = (("PER", "ECU"), ("IND", "PAK"), ("TUR", "GRC"), ("USA", "RUS"))
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tiny:
    """A text about two states, and its codes as a `Teacher` takes them."""

    text: str
    rows: Sequence[Row]
    pair: Dyad

    @property
    def coded(self) -> list[tuple[object, ...]]:
        """What a reader that is right makes of it: doer, addressed, kind, status, what it answers."""
        fields = ("source", "target", "kind", "status", "answers")
        return [tuple(row.get(field) for field in fields) for row in self.rows]


def tiny(text: str, pair: tuple[str, str], *rows: Row) -> Tiny:
    """A dispatch whose rows quote its text."""
    return Tiny(text, [placed(text, row) for row in rows], Dyad.of(*pair))


def placed(text: str, row: Row) -> Row:
    """The row with its span and status."""
    start = text.index(row["words"])
    return {"status": "actual", **row, "span": (start, start + len(row["words"]))}


def act(words: str, source: str | None, target: str | None, kind: str, **more: object) -> Row:
    """One row."""
    ends = {"source": source, "target": target}
    return {"words": words, "kind": kind, **{k: v for k, v in ends.items() if v}, **more}


def quarrel(a: str, b: str) -> Tiny:
    """A raid by `a` on `b` with all that follows, in the same words for every pair."""
    one, other = NAMES[a], NAMES[b]
    text = (
        f"{one[1]} aircraft bombed a {other[1]} post on Tuesday.\n"
        f"{capital(other[0])} condemned the attack and recalled its ambassador.\n"
        f"A {other[1]} minister opened a school.\n"
        f"{one[1]} officials denied that {one[1]} troops had crossed the border.\n"
        f"{capital(one[0])} and {other[0]} fought a war in 1941.\n"
        f"{capital(other[0])} may send more battalions to the border."
    )
    return tiny(
        text,
        (a, b),
        act(f"bombed a {other[1]} post", a, b, "airstrike"),
        act("condemned the attack", b, a, "condemnation", answers=0),
        act("recalled its ambassador", b, a, "recall_ambassador", answers=0),
        act("had crossed the border", a, b, "incursion", status="denied"),
        act("fought a war", a, b, "war", status="historical", symmetric=True),
        act("may send more battalions", b, a, "troop_movement", status="hypothetical"),
    )


def returned(a: str, b: str) -> Tiny:
    """Fire and the answer to it, told by a word of response."""
    one, other = NAMES[a], NAMES[b]
    text = (
        f"{one[1]} guns shelled a {other[1]} village on Monday.\n"
        f"{other[1]} forces retaliated against {one[0]} on Tuesday.\n"
        f"{one[1]} and {other[1]} envoys met in Geneva."
    )
    return tiny(
        text,
        (a, b),
        act(f"shelled a {other[1]} village", a, b, "artillery_fire"),
        act("retaliated", b, a, "artillery_fire", answers=0),
        act("envoys met", a, b, "meeting", symmetric=True),
    )


def draft(kind: str, sources: str, targets: str, *, symmetric: bool = False) -> Draft:
    """A draft of the bare necessities; several codes are separated by blanks."""
    ends = tuple(sources.split()), tuple(targets.split())
    return Draft(kind, 0, 0, 0, (0, 5), False, *ends, "named", "named", symmetric, "actual")


def capital(name: str) -> str:
    """The name as a sentence begins with it."""
    return name[0].upper() + name[1:]


def both_ways(pairs: Sequence[tuple[str, str]]) -> list[Tiny]:
    """Every tiny dispatch of some pairs, with each of the two as the one that began it."""
    sides = [side for a, b in pairs for side in ((a, b), (b, a))]
    return [told(a, b) for told in (quarrel, returned) for a, b in sides]


def taught(given: Tiny, gazetteer: Gazetteer) -> Teacher:
    """A teacher that has read a dispatch."""
    teacher = Teacher(given.rows)
    read_by(teacher, given, gazetteer)
    return teacher


def fitted(given: Sequence[Tiny], gazetteer: Gazetteer) -> Models:
    """The ranker's models, fitted on what teachers of some dispatches met."""
    return fit_models(taught(each, gazetteer).samples for each in given)


def read_by(
    judge: Judge | None, given: Tiny, gazetteer: Gazetteer, *, model: bool = False
) -> tuple[Event, ...]:
    """What a judge makes of it on Wednesday 4 February 1981; it is told the pair."""
    dispatch = open_dispatch(given.text.encode(), day=DAY)
    return answer(dispatch, gazetteer, pair=given.pair, model=model, judge=judge).events


def told(events: Sequence[Event]) -> list[tuple[object, ...]]:
    """Events in the form of `Tiny.coded`."""
    return [(e.source, e.target, e.kind, e.status, e.answers_to) for e in events]
