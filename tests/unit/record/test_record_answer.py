"""Sentences of our own, read by both coders."""

from collections.abc import Callable
from datetime import date

import pytest

from detente.record import parsed
from detente.record.answer import answer
from detente.record.dispatch import open_dispatch
from detente.record.gazetteer import Gazetteer
from detente.world.actor import Dyad
from detente.world.errors import DataError
from detente.world.event import Event
from detente.world.facts import Fact
from detente.world.record import Record

Reader = Callable[[str], Record]
BACKGROUND = " Peru and Ecuador are at odds."


def first(record: Record) -> Event:
    assert record.events, record.notes
    return record.events[0]


@pytest.mark.parametrize(
    ("text", "source", "target", "kind"),
    [
        ("Peru fired three missiles into the sea off Machala on Tuesday.", "PER", "ECU", "missile_launch"),
        (
            "Peruvian guns shelled the Ecuadorean village of Machala on Tuesday.",
            "PER",
            "ECU",
            "artillery_fire",
        ),
        ("Ecuadorean jets bombed a Peruvian airfield.", "ECU", "PER", "airstrike"),
        ("A Peruvian patrol boat was sunk by an Ecuadorean submarine.", "ECU", "PER", "naval_clash"),
        ("Peru shot down an Ecuadorean helicopter on Monday.", "PER", "ECU", "shootdown"),
        ("Peruvian troops crossed the Ecuadorean border at dawn.", "PER", "ECU", "incursion"),
        ("Peru invaded Ecuador on Monday.", "PER", "ECU", "invasion"),
        ("Peru accused Ecuador of bad faith.", "PER", "ECU", "accusation"),
        ("Quito condemned Peru over the flights.", "ECU", "PER", "condemnation"),
        ("Ecuador recalled its ambassador from Lima.", "ECU", "PER", "recall_ambassador"),
        ("Ecuador broke off diplomatic relations with Peru.", "ECU", "PER", "diplomatic_break"),
        ("Peru expelled two Ecuadorean diplomats.", "PER", "ECU", "expel_diplomats"),
        ("Peru imposed sanctions on Ecuador.", "PER", "ECU", "sanction"),
        ("Ecuador demanded that Peru withdraw its troops.", "ECU", "PER", "demand_withdrawal"),
        ("Peru threatened to attack Ecuador.", "PER", "ECU", "threat"),
        ("Ecuador seized two Peruvian fishing boats.", "ECU", "PER", "seizure"),
        ("Peru put its forces on alert against Ecuador.", "PER", "ECU", "alert"),
        ("Peru apologised to Ecuador for the error.", "PER", "ECU", "regret"),
        ("Ecuador closed the border with Peru.", "ECU", "PER", "close_border"),
        ("The United States condemned Peru.", "USA", "PER", "condemnation"),
    ],
)
def test_who_did_what(read: Reader, text: str, source: str, target: str, kind: str) -> None:
    events = read(text + BACKGROUND).events
    assert (source, target, kind) in [(e.source, e.target, e.kind) for e in events]
    assert all(e.status == "actual" for e in events[:1])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Peru and Ecuador signed an accord on Monday.", "agreement"),
        ("Talks between Peru and Ecuador collapsed on Monday.", "talks"),
        ("Peruvian and Ecuadorean troops clashed on Monday.", "ground_clash"),
        ("Peru and Ecuador exchanged mortar fire.", "artillery_fire"),
    ],
)
def test_mutual_acts(read: Reader, text: str, kind: str) -> None:
    event = first(read(text))
    assert (event.kind, event.symmetric, {event.source, event.target}) == (kind, True, {"PER", "ECU"})


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Peru bombed an Ecuadorean post on Monday.", "actual"),
        ("Peru bombed an Ecuadorean post in 1941.", "historical"),
        ("Peru could bomb an Ecuadorean post.", "hypothetical"),
        ("Peru plans to bomb an Ecuadorean post.", "hypothetical"),
        ("If Peru bombs an Ecuadorean post, all is lost.", "hypothetical"),
        ("Peru did not bomb any Ecuadorean post.", "denied"),
        ("Peru has never bombed an Ecuadorean post.", "denied"),
        ("Peru denied that it had bombed an Ecuadorean post.", "denied"),
    ],
)
def test_status(read: Reader, text: str, status: str) -> None:
    found = [e for e in read(text + BACKGROUND).events if e.kind == "airstrike"]
    assert [e.status for e in found] == [status]


def test_counts_and_deaths(read: Reader) -> None:
    event = first(read("Peru fired at least 23 missiles at Machala on Monday, killing two men." + BACKGROUND))
    assert (event.count, event.count_qualifier, event.deaths, event.rung) == (23, ">=", 2, 7)
    assert event.quote is not None
    assert "23" in event.quote
    assert "fired" in event.quote


def test_dates(read: Reader) -> None:
    record = read("Ecuador protested to Peru on Tuesday, two days after Peruvian jets bombed a post.")
    dates = {e.kind: e.date for e in record.events}
    assert dates["airstrike"] == "1981-02-01"


def test_answers(read: Reader) -> None:
    record = read("Peru shelled an Ecuadorean post on Monday. Ecuador answered with mortar fire.")
    assert [(e.source, e.answers_to) for e in record.events] == [("PER", None), ("ECU", 0)]


def test_a_response_is_of_the_kind_that_it_answers(read: Reader) -> None:
    record = read(
        "The launch of nine Peruvian missiles on Monday and the response of Ecuador alarmed Brazil."
    )
    launch, response = record.events[:2]
    assert (launch.source, launch.count, response.source, response.answers_to) == ("PER", 9, "ECU", 0)
    assert response.kind == "missile_launch"
    assert "kind" in response.inferred


def test_implied_target_is_flagged(read: Reader) -> None:
    event = first(read("Peru and Ecuador quarrel. Peru fired two missiles into the ocean on Monday."))
    assert (event.target, "target" in event.inferred) == ("ECU", True)


@pytest.mark.parametrize(
    "text",
    [
        "Peru beat Ecuador in the final of the cup; the striker fired two shots past the goalkeeper.",
        "In the film, Peruvian troops invade Ecuador; the actor and the director met critics at the cinema.",
        "The price war between Peru and Ecuador hurt the share market as exports and the currency fell.",
        "The weather was fine in Lima and in Quito all week.",
    ],
)
def test_no_acts(read: Reader, text: str) -> None:
    record = read(text)
    assert [e for e in record.events if e.status == "actual"] == []


def test_pair_is_chosen_or_given(gazetteer: Gazetteer) -> None:
    text = b"Peru shelled Ecuador. Peru shelled Ecuador again, and Turkey protested."
    dispatch = open_dispatch(text, day=date(1981, 2, 4))
    chosen = answer(dispatch, gazetteer, model=False)
    assert chosen.pair == ("ECU", "PER")
    assert any("Ecuador - Peru" in note for note in chosen.notes)
    assert answer(dispatch, gazetteer, model=False, pair=Dyad("PER", "TUR")).pair == ("PER", "TUR")


def test_without_a_day_dates_stay_open(gazetteer: Gazetteer) -> None:
    record = answer(open_dispatch(b"Peru shelled Ecuador on Friday."), gazetteer, model=False)
    assert (record.as_of, record.day, first(record).date) == (None, None, None)


def test_no_states_no_pair(gazetteer: Gazetteer) -> None:
    record = answer(open_dispatch(b"Nothing happened in the village today."), gazetteer, model=False)
    assert (record.pair, record.events) == (None, ())
    assert record.coder == "patterns"


def test_a_required_model_that_is_absent(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsed, "MODELS", ())
    parsed._pipeline.cache_clear()
    dispatch = open_dispatch(b"Peru shelled Ecuador.", day=date(1981, 2, 4))
    with pytest.raises(DataError) as error:
        answer(dispatch, gazetteer, model=True)
    assert error.value.code == "no-model"
    assert answer(dispatch, gazetteer).coder == "patterns"
    parsed._pipeline.cache_clear()


def test_facts_of_the_text(gazetteer: Gazetteer) -> None:
    text = (
        "The war of the two Koreas, North Korea and South Korea, ended with an armistice in 1953 and never "
        "with a peace treaty. North Korea possesses nuclear weapons, while South Korea is under the American "
        "nuclear umbrella."
    )
    dispatch = open_dispatch(text.encode(), day=date(2020, 1, 1))
    known = [Fact("armistice", "KOR", "PRK", "1953-07-27")]
    facts = answer(dispatch, gazetteer, model=False, facts=known).facts
    found = {(f.fact, f.a, f.b): f for f in facts}
    assert found[("armistice", "KOR", "PRK")].agrees is True
    assert found[("no_peace_treaty", "KOR", "PRK")].agrees is None
    assert ("nuclear_weapons", "PRK", None) in found
    assert ("nuclear_umbrella", "KOR", "USA") in found
    start, end = found[("armistice", "KOR", "PRK")].stated or (0, 0)
    assert text[start:end] == "armistice"
