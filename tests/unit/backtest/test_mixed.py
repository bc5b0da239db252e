"""A judge of two takes each decision from the one that it was told to."""

from collections.abc import Sequence
from typing import Any, cast

import pytest

from detente.backtest.mixed import DECISIONS, Mixed
from detente.backtest.record_fit import gazetteer_of_tables
from detente.record.gazetteer import Gazetteer
from detente.record.judge import Judge, Parts
from detente.record.rules import RIGHT, Rules
from tests.unit.record.tiny import Tiny, both_ways, draft, read_by

GIVEN = both_ways((("PER", "ECU"),))


class Stranger:
    """Decides everything as no rule would: says so, and how often it was asked."""

    floor = 0.125

    def __init__(self) -> None:
        self.asked: set[str] = set()
        self.texts: list[str] = []

    def of(self, text: str, spans: Sequence[Any], mentions: Sequence[Any]) -> "Stranger":  # noqa: ARG002
        self.texts.append(text)
        return self

    def kinds(self, words: Sequence[Any]) -> list[tuple[str, float] | None]:
        self.asked.add("kinds")
        return [("parade", 0.5) for _ in words]

    def parts(self, scene: Any) -> Parts | None:  # noqa: ARG002
        self.asked.add("parts")
        return Parts(("USA",), ("RUS",), False, 0.5)

    def status(self, scene: Any, draft: Any) -> str:  # noqa: ARG002
        self.asked.add("status")
        return "hypothetical"

    def answered(self, events: Sequence[Any], drafts: Sequence[Any], i: int) -> int | None:  # noqa: ARG002
        self.asked.add("links")
        return 0 if i else None

    def trust(self, draft: Any, before: Sequence[Any]) -> float:  # noqa: ARG002
        self.asked.add("trust")
        return 0.25


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return gazetteer_of_tables()


@pytest.mark.parametrize("given", GIVEN, ids=range(len(GIVEN)))
def test_with_no_decision_it_reads_as_the_rules_do(gazetteer: Gazetteer, given: Tiny) -> None:
    mixed = Mixed(Stranger(), ())
    assert read_by(mixed, given, gazetteer) == read_by(Rules(), given, gazetteer)


@pytest.mark.parametrize("given", GIVEN, ids=range(len(GIVEN)))
def test_with_all_decisions_it_reads_as_the_other_does(gazetteer: Gazetteer, given: Tiny) -> None:
    mixed = Mixed(Stranger(), DECISIONS)
    assert read_by(mixed, given, gazetteer) == read_by(Stranger(), given, gazetteer)


@pytest.mark.parametrize("name", DECISIONS)
def test_with_one_decision_the_other_is_asked_for_it_alone(gazetteer: Gazetteer, name: str) -> None:
    stranger = Stranger()
    events = read_by(Mixed(stranger, (name,)), GIVEN[0], gazetteer)
    assert stranger.asked == {name}
    assert ({event.kind for event in events} == {"parade"}) == (name == "kinds")
    assert ({event.source for event in events} == {"USA"}) == (name == "parts")
    assert ({event.status for event in events} == {"hypothetical"}) == (name == "status")
    assert ({event.p for event in events} == {0.25}) == (name == "trust")
    assert ({event.answers_to for event in events[1:]} == {0}) == (name == "links")


@pytest.mark.parametrize("names", [DECISIONS, DECISIONS[:1], ()], ids=len)
def test_the_other_is_given_each_dispatch_once(gazetteer: Gazetteer, names: Sequence[str]) -> None:
    stranger = Stranger()
    read_by(Mixed(stranger, names), GIVEN[0], gazetteer)
    assert len(stranger.texts) == bool(names)


def test_the_floor_goes_with_the_trust() -> None:
    assert Mixed(Stranger(), ("trust",)).floor == 0.125
    assert Mixed(Stranger(), ("kinds", "parts", "status", "links")).floor == 0.0


def test_the_rules_trust_everything_alike() -> None:
    mixed = cast(Judge, Mixed(Stranger(), ()))
    assert {mixed.trust(draft(kind, "PER", "ECU"), []) for kind in ("raid", "talks")} == {RIGHT}
