"""The record for a terminal: marks stand where the words stand, and nothing in a dispatch drives it."""

import re
from dataclasses import replace

import pytest

from detente.report.reading import Reading
from detente.report.record_lines import WIDTH, marked_text, record_lines
from detente.report.words import CONTROL
from detente.world.event import Event
from detente.world.record import Record
from tests.unit.report.readings import TEXT, crowded


def joined(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


@pytest.fixture(scope="module")
def text() -> str:
    return joined(marked_text(crowded()))


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return record_lines(crowded())


def told(text: str, *spans: tuple[int, int], **fields: object) -> str:
    """The marked text with one threat at each span."""
    events = tuple(Event("PRK", "KOR", None, "threat", 2, span=span, **fields) for span in spans)  # type: ignore[arg-type]
    return joined(marked_text(Reading(Record(None, None, None, None, events, ()), text)))


@pytest.mark.parametrize(
    "mark",
    [
        "[1 PRK>KOR missile launch: fired 23 ",
        "[3 PRK>KOR nuclear threat; 4 PRK<>USA talks: threatened war]",
        "[5 KOR>PRK incursion, denied: crossed the border]",
        "[6 KOR>PRK exercise, possible: Seoul]",
        "[7 IGO:UN>KOR mediation, earlier: a mediator came]",
        "[8 ?>? collision: A plane and a ship collided]",
    ],
)
def test_a_mark_says_who_and_what_where_the_words_stand(text: str, mark: str) -> None:
    assert mark in text


def test_marks_that_cross_say_which_one_ends(text: str) -> None:
    assert "fired 23 [2 PRK>KOR threat: missiles /1] into the seas (sic) and [3" in text
    assert "threatened war] /2] while" in text


def test_a_mark_may_go_on_over_a_paragraph() -> None:
    lines = marked_text(crowded())
    k = lines.index("OTHER LINE OF [10 PRK>KOR talks: TALKS")
    assert lines[k + 1 : k + 3] == ["", "Later words], and an armistice."]


def test_nested_marks_close_from_within() -> None:
    assert told("abcdef", (0, 6), (2, 4)).startswith("[1 PRK>KOR threat: ab[2 PRK>KOR threat: cd]ef]")
    assert told("abcdef", (2, 6), (0, 6)).endswith("ab[1 PRK>KOR threat: cdef]]")


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 2), (2, 99), (3, 4)])
def test_a_span_that_holds_no_words_is_not_marked(span: tuple[int, int]) -> None:
    assert told("abc def", span) == "abc def"


def test_without_marks_the_words_are_those_of_the_text(text: str) -> None:
    plain = re.sub(r"\[\d+ (?:IGO:)?[^:]*: ", "", text)
    plain = re.sub(r" /\d+\]|\]", "", plain)
    assert plain.split() == CONTROL.sub(" ", TEXT).translate(str.maketrans("[]", "()")).split()


def test_square_brackets_of_the_text_cannot_be_taken_for_a_mark() -> None:
    assert told("a [1 PRK>KOR war: b] c") == "a (1 PRK>KOR war: b) c"


def test_no_control_character_reaches_the_terminal(lines: list[str]) -> None:
    assert [line for line in lines if CONTROL.search(line)] == []
    assert any("(31mdenied" in line for line in lines)


def test_lines_fit(lines: list[str]) -> None:
    assert max(map(len, lines)) <= WIDTH == 100


def test_own_lines_are_kept_and_those_of_a_margin_are_joined() -> None:
    short = "FIRST LINE\nSECOND LINE\n\nlast"
    assert marked_text(Reading(Record(None, None, None, None, (), ()), short)) == [
        "FIRST LINE",
        "SECOND LINE",
        "",
        "last",
        "",
    ]
    long = "a line of a text that a margin of sixty columns broke\nhere"
    assert len(marked_text(Reading(Record(None, None, None, None, (), ()), long))) == 2


@pytest.mark.parametrize(
    "row",
    [
        r" 1  2022-11-02  PRK > KOR +missile launch +>= 23  0\.82$",
        r" 3  2022-11-02  PRK > KOR +nuclear threat +1\.00  answers 1; not said: target, date$",
        r" 4  2022-11-02  PRK <> USA +talks +1\.00$",
        r" 5  2022-11-02  KOR > PRK +incursion +1\.00  denied; disputed, North Korea says so$",
        r" 6  undated     KOR > PRK +exercise +1\.00  possible$",
        r" 9  2022-11-02  PRK > KOR +protest note +1\.00  3 killed; no words in the text;",
    ],
)
def test_the_table_has_a_row_for_each_event(lines: list[str], row: str) -> None:
    assert [line for line in lines if re.search(row, line)]


def test_facts_and_notes_follow(lines: list[str]) -> None:
    text = joined(lines)
    assert "armistice between South Korea and North Korea since 1953 (the dispatch says so" in text
    assert 'our tables agree): "armistice"' in text
    assert text.endswith("Notes a note [0m")


def test_numbers_given_are_the_numbers_shown() -> None:
    reading = replace(crowded(), numbers=(*range(21, 32),))
    text = joined(record_lines(reading))
    assert "[21 PRK>KOR missile launch" in text
    assert "answers 21" in text


def test_nothing_read_is_said() -> None:
    empty = Record("quiet.txt", None, None, None, (), ())
    assert record_lines(Reading(empty, "Nothing happened today.")) == [
        "quiet.txt",
        "no pair, without a day",
        "",
        "Nothing happened today.",
        "",
        "No act between states was read.",
    ]


def test_without_a_text_the_list_alone() -> None:
    lines = record_lines(Reading(crowded().record))
    assert lines[3] == "Events"
    assert not any("no words in the text" in line for line in lines)
