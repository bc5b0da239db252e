"""Promises of the whole house, on the example dispatches and on archives made here."""

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.archive.ingest import ingest
from detente.archive.query import Archive
from detente.assess import assess, record_of
from detente.record.dispatch import open_dispatch
from detente.world.assessment import Assessment
from detente.world.canonical import canonical
from detente.world.record import Record

EXAMPLES = Path(__file__).parents[2] / "examples"
AEGEAN = EXAMPLES / "1996-01-31-aegean.txt"
KOREA = EXAMPLES / "2022-11-03-korea.txt"
HEADER = "source,target,date,kind,deaths\n"
KINDS = ("missile_launch", "exercise", "ground_clash", "talks", "threat", "incursion", "airstrike")


def record(path: Path) -> Record:
    return record_of(open_dispatch(path.read_bytes(), name=path.name), model=False)


def archive(folder: Path, name: str, rows: list[str]) -> Archive:
    path = folder / f"{name}.csv"
    path.write_text(HEADER + "".join(row + "\n" for row in rows), encoding="utf-8")
    ingest("events", [path], folder / name, progress=lambda _: None)
    return Archive(folder / name)


def rows_between(start: date, days: int) -> st.SearchStrategy[list[str]]:
    row = st.builds(
        lambda offset, doer, kind, deaths: (
            f"{doer},{'TUR' if doer == 'GRC' else 'GRC'},{start + timedelta(days=offset)},{kind},{deaths}"
        ),
        st.integers(0, days),
        st.sampled_from(["GRC", "TUR"]),
        st.sampled_from(KINDS),
        st.integers(0, 3),
    )
    return st.lists(row, min_size=1, max_size=25)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=rows_between(date(1985, 1, 1), 4000), after=rows_between(date(1996, 2, 1), 4000))
def test_later_events_change_no_byte(
    tmp_path_factory: pytest.TempPathFactory, before: list[str], after: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("as-of")
    known = assess(record(AEGEAN), archive(folder, "before", before))
    hindsight = assess(record(AEGEAN), archive(folder, "both", before + after))
    assert canonical(hindsight) == canonical(known)


def coherent(assessment: Assessment) -> bool:
    p = {(e.target, e.days): e.p for e in assessment.forecast.targets}
    by_target = all(p["war", d] <= p["fatal", d] <= p["incident", d] for d in (30, 90, 365))
    return by_target and all(p[t, 30] <= p[t, 90] <= p[t, 365] for t in ("incident", "fatal", "war"))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows_between(date(1985, 1, 1), 4000))
def test_any_archive_gives_coherent_answers(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str]
) -> None:
    assert coherent(assess(record(AEGEAN), archive(tmp_path_factory.mktemp("any"), "any", rows)))


def test_same_bytes_in_every_surrounding(tmp_path: Path) -> None:
    surroundings = [
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Seoul", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "POSIX"},
    ]
    outputs = {
        subprocess.run(
            [
                sys.executable,
                "-m",
                "detente",
                "assess",
                str(KOREA),
                "--json",
                "--archive",
                str(tmp_path / "none"),
            ],
            env={**os.environ, **extra},
            capture_output=True,
            check=True,
        ).stdout
        for extra in surroundings
    }
    assert len(outputs) == 1


def test_spans_contain_the_words() -> None:
    text = open_dispatch(KOREA.read_bytes(), name=KOREA.name).text
    for event in record(KOREA).events:
        assert event.span is not None
        start, end = event.span
        assert " ".join(text[start:end].split()) == event.quote


def test_the_example_is_no_war_and_its_facts_stand(tmp_path: Path) -> None:
    assessment = assess(record(KOREA), Archive(tmp_path / "none"))
    launches = [e for e in assessment.record.events if e.kind == "missile_launch" and e.count == 23]
    assert [(e.source, e.date, e.status) for e in launches] == [("PRK", "2022-11-02", "actual")]
    assert not any(e.kind == "war" and e.status == "actual" for e in assessment.record.events)
    assert {"armistice", "nuclear_weapons", "nuclear_umbrella"} <= {f.fact for f in assessment.record.facts}
    assert assessment.verdict.code in ("not-war", "probably-not-war")
    assert len(assessment.scenario.analogues) >= 5
    assert all(a.end <= assessment.as_of for a in assessment.scenario.analogues)
