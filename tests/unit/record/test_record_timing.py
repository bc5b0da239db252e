"""Which date of a sentence belongs to which of its acts, on trees of the reader without a model."""

from datetime import date

import pytest

from detente.record import shallow
from detente.record.anchors import last_day, told_date
from detente.record.dates import find_dates
from detente.record.timing import clause_date, is_history
from detente.record.tree import Tree
from detente.world.when import When

DAY = date(2022, 11, 3)  # a Thursday


def _tree(sentence: str) -> Tree:
    return next(iter(shallow.parse_all(sentence, [(0, len(sentence))])))


def _date(sentence: str, act: str, acts: tuple[str, ...] = (), last: str | None = None) -> str | None:
    tree = _tree(sentence)
    at = {token.text: token.i for token in tree.tokens}
    before = When.parse(last) if last else None
    others = frozenset(at[word] for word in acts)
    when = clause_date(tree, at[act], find_dates(sentence, DAY), others, DAY, before)
    return None if when is None else when.text


@pytest.mark.parametrize(
    ("sentence", "dates"),
    [
        (
            "On Wednesday jets bombed the port and on Friday troops crossed the river.",
            {"bombed": "2022-11-02", "crossed": "2022-10-28"},
        ),
        (
            "The port was shelled on Tuesday, two days after troops crossed the river.",
            {"shelled": "2022-11-01", "crossed": "2022-10-30"},
        ),
        (
            "Jets struck the port; the ministry protested on Monday.",
            {"struck": None, "protested": "2022-10-31"},
        ),
        ("The crisis ended in April 1955, when Peking offered talks.", {"offered": "1955-04"}),
        ("On 25 October troops seized the post; two guards were killed.", {"killed": "2022-10-25"}),
        ("Wed 07:15 - Warsaw closes the border.", {"closes": "2022-11-02"}),
        ("China condemned Tuesday's violation of its airspace.", {"condemned": None}),
        ("Moscow condemned the treaty of 1994.", {"condemned": None}),
        ("Kabul blames Tehran for the murder of nine men on 8 August.", {"blames": None}),
        ("Troops crossed the river and now threaten the town, it said.", {"crossed": None}),
    ],
)
def test_each_act_has_its_own_date(sentence: str, dates: dict[str, str | None]) -> None:
    acts = tuple(dates)
    assert {act: _date(sentence, act, tuple(a for a in acts if a != act)) for act in acts} == dates


def test_a_month_or_year_holds_for_the_clause_below_that_is_in_the_past() -> None:
    sentence = "In 1999 Yangon sealed the frontier after gunmen stormed its embassy."
    assert _date(sentence, "stormed", ("sealed",)) == "1999"


def test_what_is_agreed_for_a_later_day_is_not_dated_by_it() -> None:
    assert _date("Ministers agreed on a truce that will begin on Saturday.", "agreed") is None


def test_the_next_day_counts_from_the_sentence_before() -> None:
    assert _date("Two days later guns shelled the post.", "shelled", last="2022-10-20") == "2022-10-22"
    assert _date("The same day guns shelled the post.", "shelled", last="2022-10-20") == "2022-10-20"
    assert _date("The following year troops left.", "left", last="1956-11") == "1957"
    assert _date("Two days later guns shelled the post.", "shelled") is None


def test_the_day_before_counts_from_the_dispatch_if_nothing_else_is_told() -> None:
    assert _date("Guns had shelled the post a day earlier.", "shelled") == "2022-11-02"


def test_last_day_is_the_last_that_is_not_to_come() -> None:
    marks = find_dates("Fired on 20 October, they will return on Saturday.", DAY)
    told = last_day(marks, DAY, None)
    assert told == When.parse("2022-10-20")
    assert last_day(find_dates("Nothing was said.", DAY), DAY, told) == told


def test_a_chain_of_relative_dates_is_followed() -> None:
    marks = find_dates("On 1 June they met, two days later they signed and the next day they left.", DAY)
    told = [told_date(mark, marks, DAY) for mark in marks]
    assert [when and when.text for when in told] == ["2022-06-01", "2022-06-03", "2022-06-04"]


def test_history_is_more_than_thirty_days_old() -> None:
    assert is_history(When.parse("2022-10-03"), DAY)
    assert not is_history(When.parse("2022-10-04"), DAY)
    assert not is_history(When.parse("2022"), DAY)
    assert not is_history(None, DAY)
