"""Corrections by hand: what they set, what follows from it, and what is refused."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.record.corrections import Corrected, Corrections, Entry, corrected
from detente.world.actor import Dyad
from detente.world.errors import InputRefused
from detente.world.event import Event
from detente.world.kinds import KINDS
from detente.world.record import Record

TEXT = """Peru shelled a post, killing two men. Ecuador protested to Lima.
Peru shelled a post again; Ecuador offered
talks."""


def _span(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


EVENTS = (
    Event("PER", "ECU", "1981-02-03", "artillery_fire", 6, plover="ASSAULT", cameo="194", count=3,
          count_qualifier=">=", span=_span("shelled a post"), quote="shelled a post", p=0.8),
    Event("ECU", "PER", "1981-02-04", "protest_note", 2, plover="ACCUSE", cameo="114", answers_to=0,
          span=_span("protested to Lima"), quote="protested to Lima", p=0.7, inferred=("target", "date")),
    Event("ECU", "PER", None, "offer_talks", 1, plover="AGREE", cameo="036", answers_to=1,
          span=_span("offered\ntalks"), quote="offered talks", p=0.6),
)  # fmt: skip
RECORD = Record("d.txt", "1981-02-04", ("ECU", "PER"), None, EVENTS, (), "1981-02-04", "text", "patterns")
STATES = frozenset({"PER", "ECU", "USA"})
ADD = {"source": "USA", "target": "PER", "kind": "appeal"}


def fix(*rows: tuple[str, Mapping[str, Any]], **top: Any) -> Corrected:
    """The record after these entries, each a verb and its fields."""
    entries = tuple(Entry(verb, f"f.toml entry {k}", fields) for k, (verb, fields) in enumerate(rows, 1))
    return corrected(RECORD, Corrections("f.toml", entries, **top), text=TEXT, states=STATES)


def change(**fields: Any) -> Event:
    """The second event after one change."""
    return fix(("change", {"event": 2, **fields})).record.events[1]


def refusal(*rows: tuple[str, Mapping[str, Any]]) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        fix(*rows)
    assert caught.value.message.startswith("f.toml entry ")
    return caught.value


def test_no_entry_changes_nothing() -> None:
    assert fix() == Corrected(RECORD, (1, 2, 3))


def test_an_entry_that_sets_nothing_changes_nothing() -> None:
    assert fix(("change", {"event": 2, "was": "protested  to Lima", "note": "looked at"})).record == RECORD


def test_a_change_sets_its_fields_and_is_certain() -> None:
    event = change(target="USA", date=date(1981, 2, 3), status="historical", deaths=0, disputed=True)
    assert (event.target, event.date, event.status, event.disputed) == (
        "USA",
        "1981-02-03",
        "historical",
        True,
    )
    assert event.p == 1.0
    assert event.inferred == ("corrected by hand",)
    assert (event.span, event.answers_to) == (EVENTS[1].span, 0)


def test_fields_that_were_not_set_stay_inferred() -> None:
    assert change(target="PER").inferred == ("date", "corrected by hand")


def test_codes_and_rung_follow_the_kind() -> None:
    event = change(kind="threat")
    assert (event.plover, event.cameo, event.rung) == ("THREATEN", "138", 2)


@pytest.mark.parametrize(("kind", "deaths", "rung"), [
    ("artillery_fire", 2, 7), ("artillery_fire", 0, 6), ("war", 5, 8), ("sanction", 9, 3),
    ("killing", "-", 7),
])  # fmt: skip
def test_the_rung_follows_the_dead(kind: str, deaths: object, rung: int) -> None:
    assert change(kind=kind, deaths=deaths).rung == rung


def test_the_dead_alone_raise_the_rung_and_keep_the_codes() -> None:
    event = fix(("change", {"event": 1, "deaths": 2})).record.events[0]
    assert (event.rung, event.plover, event.cameo, event.deaths) == (7, "ASSAULT", "194", 2)


def test_words_give_span_and_quote() -> None:
    event = change(words="offered talks")
    assert event.span == _span("offered\ntalks")
    assert event.quote == "offered talks"


def test_nth_means_a_later_occurrence() -> None:
    event = change(words="shelled a post", nth=2)
    assert event.span is not None
    assert event.span[0] > TEXT.index("Ecuador")


def test_a_dash_takes_a_value_away() -> None:
    empty = dict.fromkeys(("target", "date", "count", "deaths", "answers", "claimed_by", "words"), "-")
    event = change(**empty)
    for field in ("target", "date", "date_precision", "count", "deaths", "answers_to", "claimed_by", "span"):
        assert getattr(event, field) is None


def test_a_new_count_takes_the_old_qualifier_away() -> None:
    events = fix(("change", {"event": 1, "count": 5})).record.events
    assert (events[0].count, events[0].count_qualifier) == (5, None)
    events = fix(("change", {"event": 1, "count": 5, "qualifier": "~"})).record.events
    assert (events[0].count, events[0].count_qualifier) == (5, "~")


@pytest.mark.parametrize(("given", "date"), [(1980, "1980"), ("1980-12", "1980-12"), ("1981-02-01",) * 2])
def test_dates_of_any_precision(given: object, date: str) -> None:
    assert change(date=given).date == date


def test_a_dropped_event_leaves_a_gap_and_no_answer_to_it() -> None:
    found = fix(("drop", {"event": 1}))
    assert found.numbers == (2, 3)
    assert [e.answers_to for e in found.record.events] == [None, 0]


def test_an_added_event_stands_where_its_words_stand() -> None:
    found = fix(
        ("event", {**ADD, "words": "killing two men", "answers": 3}), ("event", {**ADD, "answers": 4})
    )
    assert found.numbers == (1, 4, 2, 3, 5)
    added, last = found.record.events[1], found.record.events[4]
    assert (added.kind, added.plover, added.rung, added.status) == ("appeal", "REQUEST", 2, "actual")
    assert (added.p, added.inferred, added.quote) == (1.0, ("added by hand",), "killing two men")
    assert found.record.events[added.answers_to or 0].kind == "offer_talks"
    assert (last.span, last.quote, last.answers_to) == (None, None, 1)
    assert [e.answers_to for e in found.record.events] == [None, 3, 0, 2, 1]


def test_all_at_once_keeps_every_link() -> None:
    found = fix(
        ("event", {**ADD, "words": "again", "answers": 5}),
        ("change", {"event": 3, "answers": 4}),
        ("drop", {"event": 1}),
        ("event", {**ADD, "kind": "mediation"}),
    )
    kinds = [e.kind for e in found.record.events]
    assert kinds == ["protest_note", "appeal", "offer_talks", "mediation"]
    assert [e.answers_to for e in found.record.events] == [None, 3, 1, None]


def test_the_note_says_what_was_done() -> None:
    found = fix(("drop", {"event": 1}), ("event", ADD), ("change", {"event": 2, "kind": "threat"}))
    assert found.record.notes == ("corrected by hand (f.toml): 1 changed, 1 dropped, 1 added",)


def test_day_and_pair() -> None:
    record = fix(day=date(1981, 2, 5), pair=Dyad.of("USA", "PER")).record
    assert (record.day, record.day_source, record.as_of) == ("1981-02-05", "corrections", "1981-02-05")
    assert record.pair == ("PER", "USA")
    late = replace(RECORD, as_of="1981-03-01")
    assert corrected(late, Corrections(day=date(1981, 2, 3))).record.as_of == "1981-03-01"


@pytest.mark.parametrize("number", [0, 4, -1, "1", 1.0, True, None])
@pytest.mark.parametrize("verb", ["change", "drop"])
def test_a_number_that_does_not_exist(verb: str, number: object) -> None:
    error = refusal((verb, {"event": number}))
    assert error.code == "no-such-event"
    assert "1 to 3" in error.message
    assert "detente record" in error.message


def test_an_unknown_kind_is_refused_with_the_nearest() -> None:
    error = refusal(("event", {**ADD, "kind": "missle_launch"}))
    assert error.code == "no-such-kind"
    assert "missile_launch" in error.message


@pytest.mark.parametrize("fields", [{"words": "shelled two posts"}, {"words": "again", "nth": 2}])
def test_words_that_are_not_in_the_text(fields: dict[str, Any]) -> None:
    error = refusal(("event", {**ADD, **fields}))
    assert error.code == "words-not-found"
    assert repr(fields["words"]) in error.message


def test_the_words_an_entry_was_written_for() -> None:
    error = refusal(("change", {"event": 2, "was": "offered talks", "kind": "threat"}))
    assert error.code == "other-event"
    assert "protested to Lima" in error.message


BAD = {
    "source": ("Peru", "per", "", "ZZZ", 5),
    "date": ("yesterday", "1981-13-01", "1981-02-31", True, "1981-02-05"),
    "status": ("real", ""),
    "count": (-1, 2.5, "many", True),
    "qualifier": ("about",),
    "deaths": ("two",),
    "answers": (2, 0, 9, "1", True),
    "symmetric": ("yes", 1),
    "nth": (0, "1"),
    "rung": (3,),
    "quote": ("words",),
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in BAD.items() for value in values]
)
def test_wrong_values_are_named(name: str, value: object) -> None:
    error = refusal(("change", {"event": 2, "words": "again", name: value}))
    assert error.code == "bad-correction"
    assert name in error.message


@pytest.mark.parametrize(
    "rows",
    [
        (("drop", {"event": 1}), ("change", {"event": 1, "kind": "threat"})),
        (("drop", {"event": 1, "kind": "threat"}),),
        (("drop", {"event": 1}), ("change", {"event": 2, "answers": 1})),
        (("change", {"event": 2, "target": "ECU"}),),
        (("change", {"event": 1, "kind": "-"}),),
        (("event", {"source": "PER"}),),
        (("event", {"kind": "threat"}),),
        (("event", {**ADD, "answers": 4}),),
    ],
    ids=[
        *("twice", "drop with fields", "answers the dropped", "same state"),
        *("no kind", "without kind", "nobody", "answers itself"),
    ],
)
def test_what_contradicts_itself_is_refused(rows: tuple[tuple[str, dict[str, Any]], ...]) -> None:
    assert refusal(*rows).code in ("bad-correction", "no-such-kind")


def test_an_act_to_come_may_be_hypothetical() -> None:
    assert change(date="1981-03", status="hypothetical").date == "1981-03"


_CODES = st.sampled_from([*sorted(STATES), "-", "IGO:UN", "ZZZ"])
_FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "source": _CODES,
        "target": _CODES,
        "kind": st.sampled_from([*list(KINDS)[:30], "nonsense"]),
        "date": st.sampled_from(["1981-02-01", "1981", "-", "1990"]),
        "status": st.sampled_from(["actual", "historical", "hypothetical", "denied"]),
        "deaths": st.integers(-1, 9),
        "answers": st.integers(0, 7) | st.just("-"),
        "words": st.sampled_from(["killing two men", "again", "not there", "-"]),
        "symmetric": st.booleans(),
    },
)
_ROWS = st.lists(
    st.tuples(st.sampled_from(["event", "change", "drop"]), st.integers(1, 4), _FIELDS), max_size=5
)


@settings(max_examples=400, deadline=None)
@given(_ROWS)
def test_any_entries_give_a_sound_record_or_are_refused(rows: list[tuple[str, int, dict[str, Any]]]) -> None:
    entries = [
        (verb, fields if verb == "event" else {"event": n, **({} if verb == "drop" else fields)})
        for verb, n, fields in rows
    ]
    try:
        found = fix(*entries)
    except InputRefused:
        return
    events = found.record.events
    assert len(events) == len(found.numbers) == len(set(found.numbers))
    for k, event in enumerate(events):
        assert event.answers_to is None or (0 <= event.answers_to < len(events) and event.answers_to != k)
        assert event.source is None or event.source != event.target
        assert event.plover == KINDS[event.kind].plover
        assert event.span is None or event.quote == " ".join(TEXT[slice(*event.span)].split())
        untouched = {replace(e, answers_to=None) for e in EVENTS}
        assert event.p == 1.0 or replace(event, answers_to=None) in untouched
