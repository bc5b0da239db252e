"""The table of accidents: sound in itself, states that existed, wars that the library of episodes knows."""

import csv
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from detente.archive.tables import episodes, existed
from detente.runaway.accident import FIGURE
from detente.runaway.model import BLOCKS
from detente.world.episode import Episode

DATA = Path(__file__).resolve().parents[2] / "src" / "detente" / "data"
HEADER = "date,doer,target,what,setting,deaths,kind,between,bystander,then_war,source"
KINDS = {
    "misidentification", "collision", "stray weapon", "stray craft", "false alarm", "technical",
    "unauthorised",
}  # fmt: skip
WAR = 8


def read(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()))


@cache
def rows() -> tuple[dict[str, str], ...]:
    return tuple(read("accidents.csv"))


def test_form_and_order() -> None:
    text = (DATA / "accidents.csv").read_text(encoding="utf-8")
    assert text.splitlines()[0] == HEADER
    assert "\r" not in text
    days = [date.fromisoformat(row["date"]) for row in rows()]
    assert days == sorted(days)
    assert days[0] >= date(1946, 1, 1)
    assert len(days) >= 50


def test_fields() -> None:
    for row in rows():
        assert row["setting"] in BLOCKS, row
        assert row["kind"] in KINDS, row
        assert {row["between"], row["bystander"]} <= {"yes", "no"}, row
        assert row["then_war"] in {"no", "unrelated", "yes"}, row
        assert row["deaths"].isdigit(), row
        assert 3 <= len(row["what"].split()) <= 16, row


def test_no_false_alarm_kills() -> None:
    assert all(row["deaths"] == "0" for row in rows() if row["kind"] == "false alarm")


def test_states_existed_on_the_day() -> None:
    for row in rows():
        day = date.fromisoformat(row["date"])
        assert row["doer"] != row["target"], row
        assert existed(row["doer"], day), row
        assert existed(row["target"], day), row


def test_one_row_an_event() -> None:
    keys = Counter((row["date"], row["doer"], row["target"], row["kind"]) for row in rows())
    assert [key for key, n in keys.items() if n > 1] == []


def test_every_source_is_named_and_used() -> None:
    named = [row["key"] for row in read("sources_accidents.csv")]
    assert len(set(named)) == len(named)
    cited = {key for row in rows() for key in row["source"].split(";")}
    assert cited == set(named)


def test_wars_after_agree_with_the_library_of_episodes() -> None:
    """Between states at odds: a war of the two that began within 90 days after, and none where we say so."""
    for row in rows():
        if row["between"] == "yes" and row["deaths"] != "0":
            pair = {row["doer"], row["target"]}
            day = date.fromisoformat(row["date"])
            began = any(_war_began(one, day) for one in episodes() if {one.a, one.b} == pair)
            assert began is (row["then_war"] != "no"), row


def _war_began(one: Episode, day: date) -> bool:
    start = date.fromisoformat(one.start)
    wars = [start + timedelta(days=step.day) for step in one.steps if step.rung >= WAR]
    return bool(wars) and day < min(wars) <= day + timedelta(days=90)


def test_figures_have_counts() -> None:
    figures = [row for row in read("hazards.csv") if row["what"] == FIGURE]
    assert figures
    named = {row["key"] for row in read("sources_hazards.csv")}
    for row in figures:
        assert 0 <= int(row["events"]) <= int(row["trials"]), row
        assert float(row["low"]) <= float(row["median"]) <= float(row["high"]), row
        assert row["source"] in named, row
