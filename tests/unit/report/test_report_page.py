"""The HTML brief: whole, closed to the world, readable by people and by machines."""

import base64
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from detente.report.html import page
from detente.world.answers import Comparison
from detente.world.assessment import Assessment
from detente.world.estimate import Interval
from detente.world.event import Event
from tests.unit.report.example import bare, full, identified
from tests.unit.report.parsing import Page, dangers
from tests.unit.report.pictures import faults, pictures

Make = Callable[[], Assessment]
BOTH = pytest.mark.parametrize("make", [full, bare])


@pytest.fixture(scope="module")
def whole() -> Page:
    return Page(page(full()))


@pytest.fixture(scope="module")
def poor() -> Page:
    return Page(page(bare()))


@BOTH
def test_nothing_runs_loads_or_leads_out(make: Make) -> None:
    assert dangers(Page(page(make()))) == []


@BOTH
def test_policy_names_the_only_style_sheet_by_hash(make: Make) -> None:
    read = Page(page(make()))
    policy = next(m["content"] for m in read.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    digest = base64.b64encode(hashlib.sha256(read.style.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert len(read.all("style")) == 1
    assert "url(" not in read.style
    assert "@import" not in read.style


@BOTH
def test_ids_are_unique_and_links_lead_to_them(make: Make) -> None:
    read = Page(page(make()))
    ids = read.ids()
    assert len(ids) == len(set(ids))
    targets = [a["href"].removeprefix("#") for a in read.all("a")]
    named = [i for _, a in read.elements for i in a.get("aria-labelledby", "").split()]
    hatches = re.findall(r"url\(#([^)]+)\)", " ".join(v for _, a in read.elements for v in a.values()))
    assert set(targets) | set(named) | set(hatches) <= set(ids)


@BOTH
def test_figures_and_tables_are_told_in_words(make: Make) -> None:
    read = Page(page(make()))
    counts = Counter(tag for tag, _ in read.elements)
    assert counts["figure"] == counts["figcaption"] > 0
    assert counts["svg"] == counts["title"] - 1 == counts["desc"] == 2 * counts["figure"]
    assert all(svg["role"] == "img" and svg["aria-labelledby"] for svg in read.all("svg"))
    assert counts["table"] == counts["caption"] > 0
    assert all(th.get("scope") in ("col", "row", "rowgroup") for th in read.all("th"))


@BOTH
def test_language_title_and_viewport(make: Make) -> None:
    read = Page(page(make()))
    assert read.all("html") == [{"lang": "en"}]
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in read.all("meta")
    assert page(make()).startswith("<!DOCTYPE html>")


def test_title_puts_the_acting_state_first() -> None:
    assert "<title>North Korea - South Korea, as of 3 November 2022</title>" in page(full())


def test_sections_in_the_order_of_the_questions(whole: Page) -> None:
    order = [
        "record",
        "forecast",
        "scenario",
        "motive",
        "runaway",
        "coverage",
        "change",
        "cards",
        "provenance",
        "reading",
    ]
    assert [s["id"] for s in whole.all("section")] == order


def test_headline_gives_three_odds_with_intervals_and_usual(whole: Page) -> None:
    head = whole.text[: whole.text.index("1 What happened")]
    assert "NOT THE BEGINNING OF A WAR" in head
    assert "War within a year about 1 in 150 almost no chance 1 in 1,000 to 1 in 40; usual" in head
    assert "usual for this pair 1 in 170" in head
    assert "A fatal clash within a year about 1 in 12 very unlikely" in head
    assert "Another militarized act within 30 days about 8 in 10 very likely" in head


@pytest.mark.parametrize(
    "words",
    [
        "the great scare that arrived on November 2",
        "answers number 1",
        "only possible, not asserted; rung 2",
        "denied; rung 5, violation",
        "THE DISPATCH AND OUR TABLES DISAGREE",
        "Not informative: by the shipped test",
        "Counter-example Kargil",
        "Undetermined: no motive of North Korea stands out.",
        "The last deal failed",
        "One act sets off 0.58 more (0.39 to 0.83): self-limiting.",
        "prior only: barrett-2013",
        "gap: nothing after 2014",
        "× 82",
        "better than the baseline, used",
        "no difference proved, not used",
        "worse than the baseline, not used",
        "Choosing targets",
        "almost no chance, under 5 %",
    ],
)
def test_full_brief_says(whole: Page, words: str) -> None:
    assert words in whole.text


@pytest.mark.parametrize(
    "words",
    [
        "No act between states is recorded in this dispatch.",
        "Prior only: no more is known than base rates of other pairs.",
        "No past episode to compare with.",
        "Undetermined: prior only",
        "Prior only. One act sets off 0.30 more",
        "No source covers this pair.",
        "No test is on record",
        "up to 1 in 310",
    ],
)
def test_bare_brief_says_what_it_does_not_know(poor: Page, words: str) -> None:
    assert words in poor.text


def test_weak_rooms_are_marked_as_plainly_as_strong_ones(whole: Page, poor: Page) -> None:
    assert len([p for p in whole.all("p") if p.get("class") == "finding weak"]) == 2
    assert len([p for p in poor.all("p") if p.get("class") == "finding weak"]) == 7


def test_alternative_text_says_the_finding() -> None:
    text = page(full())
    told = re.search(r'<desc id="odds-760-d">(.*?)</desc>', text)
    assert told is not None
    assert "War (a thousand battle deaths), 365 days, 1 in 150 (0.1 % to 2.5 %)" in told[1]
    assert "one act of North Korea sets off 0.27 acts of South Korea" in text


@BOTH
def test_same_assessment_same_bytes(make: Make) -> None:
    assert page(make()) == page(make())


def test_bytes_do_not_hang_on_the_process() -> None:
    code = (
        "from tests.unit.report.example import full; from detente.report.html import page; import hashlib;"
        "print(hashlib.sha256(page(full()).encode()).hexdigest())"
    )
    root = Path(__file__).parents[3]
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
        ).stdout.strip()
        for seed, zone in (("1", "Asia/Seoul"), ("2", "America/Lima"))
    }  # fmt: skip
    assert seen == {hashlib.sha256(page(full()).encode()).hexdigest()}


def test_page_is_small_and_plain_utf8() -> None:
    raw = page(full()).encode()
    assert len(raw) < 400_000


def _crowded() -> Assessment:
    """Many acts on a few days, long names and long labels."""
    sample = full()
    acts = tuple(
        Event(("PRK", "KOR", "USA")[i % 3], "KOR" if i % 3 == 0 else "PRK", day, "missile_launch", 4 + i % 4)
        for i, day in enumerate(
            ["2022-11-02"] * 9 + ["2022-10-09"] * 7 + ["1953", "1968-01", "1976", "2010-11-23"] * 4
        )
    )
    long = {
        code: f"The Very Long Democratic and Federal Republic of {name}"
        for code, name in sample.names.items()
    }
    return identified(replace(sample, names=long, record=replace(sample.record, events=acts)))


@pytest.mark.parametrize("make", [full, bare, _crowded])
def test_no_label_is_clipped_or_written_over_another(make: Make) -> None:
    for svg in pictures(page(make())):
        assert faults(svg) == []


def test_answer_to_an_act_that_is_not_there_is_not_drawn() -> None:
    sample = full()
    event = replace(sample.record.events[0], answers_to=77)
    changed = replace(sample, record=replace(sample.record, events=(event,)))
    assert Page(page(identified(changed))).text.count("answers number 78") >= 1


def test_extreme_numbers_are_drawn_inside() -> None:
    sample = full()
    ratio = Interval(40.0, 0.0, 900.0)
    runaway = replace(sample.runaway, branching_ratio=ratio, matrix=(("PRK", "KOR", 40.0),), n=0)
    card = Comparison("m", "b", "s", 0, 0.0, 0.0, Interval(0.0, 0.0, 0.0), False, "")
    changed = replace(sample, runaway=runaway, provenance=replace(sample.provenance, cards=(card,)))
    text = page(identified(changed))
    assert "nan" not in " ".join(re.findall(r'="([^"]*)"', text)).split()
    assert "40.00" in text
