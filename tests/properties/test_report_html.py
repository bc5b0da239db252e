"""Whatever a dispatch or a table says, the page shows it and is not run, broken or led astray by it."""

import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2]))

from detente.report.html import page
from detente.report.words import CONTROL
from tests.unit.report.example import bare, full
from tests.unit.report.parsing import Page, dangers

HOSTILE = (
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "]]>",
    "--><img src=x onerror=alert(1)>",
    "</style><script>alert(1)</script>",
    "</title></desc></svg><script>",
    "</bdi></p></section>",
    "{{7*7}}",
    "{% include '/etc/passwd' %}",
    "${7*7}#{7*7}",
    "javascript:alert(1)",
    "https://evil.example/x.png",
    "url(https://evil.example/x)",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "\u202egnp.exe\u202c\u200f\u061c\u2067",
    "a\x00b\x1b[31mc\x7f\x85\u2028",
    "\ud800\udfff\ufffe\uffff",
    "𝔘𝔫𝔦 ﷽ ﷽ 中文字 العربية",
    "W" * 4000,
    "",
)

DATES = frozenset(
    {"as_of", "date", "date_precision", "status", "schema", "id", "target", "day", "since", "start"}
)
"""Fields whose values are checked where they are made; `target` names an outcome in estimates."""

hostile = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=60), st.text(alphabet="<>\"'&{}%/=-\u202e\x00 ao", max_size=40)
)


Draw = Callable[[st.SearchStrategy[str]], str]


def _always(word: str) -> Draw:
    return lambda _: word


def poisoned(value: Any, draw: Draw, field: str = "") -> Any:
    """The same value with every text in it, but for checked ones, in the hands of an enemy."""
    if isinstance(value, str):
        return value if field in DATES else draw(hostile)
    if isinstance(value, tuple):
        return tuple(poisoned(item, draw, field) for item in value)
    if isinstance(value, dict):
        return {key: draw(hostile) for key in value}
    if is_dataclass(value) and not isinstance(value, type):
        kept = {f.name: poisoned(getattr(value, f.name), draw, f.name) for f in fields(value)}
        return replace(value, **kept)
    return value


@st.composite
def poisoned_assessments(draw: st.DrawFn) -> Any:
    """The full example with hostile words everywhere, a handful of them: it has thousands of fields."""
    words = draw(st.lists(hostile, min_size=6, max_size=20))
    pick = Random(draw(st.integers(0, 2**32 - 1)))
    return poisoned(full(), lambda _: pick.choice(words))


def check(text: str, places: set[str]) -> None:
    """The page parses, holds nothing that runs or leads out, and has the same elements as ever."""
    read = Page(text)
    assert dangers(read) == []
    assert "<script" not in text.lower()
    assert set(read.ids()) <= places
    assert {tag for tag, _ in read.elements} <= TAGS
    text.encode("utf-8")
    assert not CONTROL.search(text.replace("\n", ""))


SOUND = Page(page(full()))
TAGS = {tag for tag, _ in SOUND.elements}


@settings(max_examples=25, deadline=None)
@given(poisoned_assessments())
def test_hostile_words_in_every_field(assessment: Any) -> None:
    check(page(assessment), set(SOUND.ids()))


def test_each_hostile_word_everywhere_at_once() -> None:
    for word in HOSTILE:
        changed = poisoned(full(), _always(word))
        text = page(changed)
        check(text, set(SOUND.ids()))
        assert (
            "{{7*7}}" not in word or "49" not in Page(text).text.replace("0.49", "").split("{{7*7}}")[1][:4]
        )


def test_bad_dates_are_shown_as_they_stand() -> None:
    sample = full()
    odd = replace(sample.scenario.analogues[0], start="<b>", end="]]>")
    days = (("<i>", "PRK", 4), ("2022-10-01", "<u>", 99))
    changed = replace(
        sample,
        scenario=replace(sample.scenario, analogues=(odd,)),
        runaway=replace(sample.runaway, days=days),
        coverage=(replace(sample.coverage[0], since="<s>", until="</s>"),),
    )
    check(page(changed), set(SOUND.ids()))


def test_one_id_for_one_picture_in_any_page() -> None:
    assert set(Page(page(bare())).ids()) <= set(SOUND.ids())
