"""The page of `record --html`: whole, closed to the world, its marks and rows linked both ways."""

import base64
import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.report.reading import QUADS, Reading
from detente.report.record_page import CSS, record_page
from detente.report.words import CONTROL
from detente.world.kinds import KINDS
from detente.world.record import Record, Refusal
from tests.unit.report.parsing import Page, dangers
from tests.unit.report.readings import TEXT, crowded, event

REFUSED = Reading(Record("bad.txt", None, None, Refusal("empty", "the input holds <b>no</b> text"), (), ()))
QUIET = Reading(Record("quiet.txt", None, None, None, (), ()), "Nothing happened today.")


@pytest.fixture(scope="module")
def text() -> str:
    return record_page([crowded(), REFUSED, QUIET])


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_nothing_runs_loads_or_leads_out(text: str, page: Page) -> None:
    assert dangers(page) == []
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_policy_names_the_only_style_sheet_by_hash(page: Page) -> None:
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'; ")
    assert f"'sha256-{digest}'" in policy
    assert "url(" not in page.style
    assert "@import" not in page.style


def test_ids_are_unique_and_links_lead_to_them(page: Page) -> None:
    ids = page.ids()
    assert len(ids) == len(set(ids))
    targets = {a["href"].removeprefix("#") for a in page.all("a")}
    named = {i for _, a in page.elements for i in a.get("aria-labelledby", "").split()}
    assert targets | named <= set(ids)


def test_each_mark_leads_to_its_row_and_back(page: Page) -> None:
    links = {(a.get("id", ""), a["href"]) for a in page.all("a")}
    for number in (1, 2, 3, 4, 5, 6, 7, 8, 10):
        assert (f"d1-mark-{number}", f"#d1-event-{number}") in links
        assert ("", f"#d1-mark-{number}") in links
    assert "d1-event-9" in page.ids()
    assert "d1-mark-9" not in page.ids()


def test_marks_hold_the_words_and_say_what_they_mean(text: str) -> None:
    told = re.search(
        r'<mark class="q-material-conflict lane-0" title="([^"]*)"><a [^>]*>1</a>fired 23 <', text
    )
    assert told is not None
    assert told[1] == (
        "1: North Korea to South Korea, missile launch, 2 November 2022 (MOBILIZE, CAMEO 150, rung 4, p 0.82)"
    )
    assert 'aria-label="event 4: North Korea and United States, talks, ' in text


def test_the_words_are_those_of_the_text(text: str) -> None:
    body = re.search(r'<div class="text".*?</div>', text, re.DOTALL)
    assert body is not None
    shown = Page(re.sub(r"<a [^>]*>\d+</a>", "", body[0].replace("<br>", " "))).text
    assert shown.split() == CONTROL.sub(" ", TEXT).split()


def test_underlines_over_one_word_do_not_share_a_lane(text: str) -> None:
    over = re.search(r"((?:<mark [^>]*>)+)<a [^>]*>3</a><a [^>]*>4</a>threatened war", text)
    assert over is not None
    lanes = re.findall(r"lane-(\d)", over[1])
    assert len(lanes) == len(set(lanes)) == 3
    assert set(re.findall(r"q-([a-z-]+)", over[1])) == {"verbal-conflict", "verbal-cooperation"}


def test_each_class_has_a_look_of_its_own_beside_its_colour() -> None:
    looks = set()
    for name in QUADS:
        rules = re.findall(r"([^{}]*)\{([^}]*)\}", CSS)
        own = f".q-{name.replace(' ', '-')}"
        looks.add(tuple(body.strip() for names, body in rules if own in re.split(r"[,\s]+", names)))
    assert len(looks) == 4
    assert {re.search(r"style: (\w+)", " ".join(look))[1] for look in looks} == {"dashed", "solid"}  # type: ignore[index]


def test_every_kind_has_a_class() -> None:
    types = {plover for group in QUADS.values() for plover in group}
    assert {kind.plover for kind in KINDS.values()} - {None} <= types


def test_tables_headings_and_language(page: Page) -> None:
    assert page.all("html") == [{"lang": "en"}]
    assert all(th.get("scope") in ("col", "row") for th in page.all("th"))
    assert len(page.all("table")) == len(page.all("caption")) == 1
    assert [s["id"] for s in page.all("section")] == ["d1", "d2", "d3", "reading"]


@pytest.mark.parametrize(
    "words",
    [
        "South Korea and North Korea, as of 3 November 2022: 11 acts read.",
        "Refused: the input holds <b>no</b> text (empty)",
        "No pair of states, without a day: no acts read.",
        "No act between states was read.",
        "denied; disputed, North Korea says so",
        "possible",
        "answers 1; not said: target, date",
        "3 killed; no words in the text; added by hand",
        "≥ 23",
        "MOBILIZE 150, rung 4, demonstration of force",
        "armistice between South Korea and North Korea since 1953",
        "a note [0m",
        "evil<b> [2J.txt",
    ],
)
def test_the_page_says(page: Page, words: str) -> None:
    assert words in page.text


def test_no_control_character_is_in_the_page(text: str) -> None:
    assert not CONTROL.search(text.replace("\n", ""))


def test_bytes_do_not_hang_on_the_process() -> None:
    code = (
        "from tests.unit.report.readings import crowded; from detente.report.record_page import record_page;"
        "import hashlib; print(hashlib.sha256(record_page([crowded()]).encode()).hexdigest())"
    )
    root, env = Path(__file__).parents[3], {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Seoul"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root, env=env
    )
    assert done.stdout.strip() == hashlib.sha256(record_page([crowded()]).encode()).hexdigest()


HOSTILE = st.sampled_from(
    [
        "</mark></p><script>alert(1)</script>",
        '" onmouseover="alert(1)',
        "{{7*7}}",
        "\u202egnp\x9b31m",
        "&lt;b&gt;",
    ]
)
SPANS = st.none() | st.tuples(st.integers(-2, 60), st.integers(-2, 60))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(HOSTILE | st.text(max_size=30), max_size=6).map("\n".join),
    st.lists(SPANS, max_size=7),
    HOSTILE | st.text(max_size=20),
)
def test_any_text_and_spans_give_a_sound_page(
    text: str, spans: list[tuple[int, int] | None], word: str
) -> None:
    events = tuple(replace(event("threat", None), span=span, quote=word) for span in spans)
    record = Record(word, None, None, None, events, (), notes=(word,))
    read = Page(record_page([Reading(record, text, {"PRK": word})]))
    assert dangers(read) == []
    assert not read.all("script")
    assert len(read.ids()) == len(set(read.ids()))
    assert len([a for a in read.all("tr") if "id" in a]) == len(events)
