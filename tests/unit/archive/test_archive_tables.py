"""Our own tables: they read, their codes and sources exist, and they are what was registered."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from detente.archive import fitted, registry, tables
from detente.archive.cite import citations
from detente.archive.fitted import cards, parameters
from detente.world.errors import TableDamaged
from detente.world.kinds import KINDS
from detente.world.when import When

LOADERS = ("states", "names", "leaders", "places", "neighbours", "facts", "korea", "episodes", "weights")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data folder in place of the shipped one, with all caches cleared around it."""
    monkeypatch.setattr(tables, "folder", lambda: tmp_path)
    clear()
    yield tmp_path
    clear()


def clear() -> None:
    for name in (*LOADERS, "sources"):
        getattr(tables, name).cache_clear()
    for cached in (registry._entries, fitted._vintages, fitted._read):
        cached.cache_clear()


@pytest.mark.parametrize("name", LOADERS)
def test_a_shipped_table_has_rows(name: str) -> None:
    assert len(getattr(tables, name)()) > 100


def codes() -> set[str]:
    return {state.code for state in tables.states()}


def test_every_code_is_a_state() -> None:
    known = codes()
    assert {row.code for row in tables.names() if not row.code.startswith("IGO:")} <= known
    assert {row.code for row in tables.leaders()} <= known
    assert {row.code for row in tables.places()} <= known
    assert {code for row in tables.neighbours() for code in (row.a, row.b)} <= known
    assert {code for fact in tables.facts() for code in (fact.a, fact.b or fact.a)} <= known
    assert {code for episode in tables.episodes() for code in (episode.a, episode.b)} <= known


def test_every_korean_kind_is_one_of_ours() -> None:
    assert {event.kind for event in tables.korea()} - KINDS.keys() == set()


def test_episodes_are_in_order_and_on_the_ladder() -> None:
    for episode in tables.episodes():
        assert episode.a < episode.b, episode.id
        assert episode.first_day <= episode.last_day, episode.id
        assert episode.deaths[0] <= episode.deaths[1], episode.id
        assert all(0 <= step.rung <= 9 and step.side in ("A", "B", "AB") for step in episode.steps)
        assert list(episode.steps) == sorted(episode.steps, key=lambda step: step.day), episode.id
        known = [rung for rung in episode.within if rung is not None]
        assert known == sorted(known), episode.id


def test_every_source_of_facts_and_episodes_is_cited() -> None:
    keys = {key for fact in tables.facts() for key in fact.sources}
    keys |= {key for episode in tables.episodes() for key in episode.sources}
    assert keys - tables.sources().keys() - {"own"} == set()


def test_every_span_is_a_date() -> None:
    rows = [(row.start, row.end) for row in tables.states()]
    rows += [(row.start, row.end) for row in tables.names()]
    rows += [(row.start, row.end) for row in tables.neighbours()]
    rows += [(fact.since or "", fact.until or "") for fact in tables.facts()]
    for start, end in rows:
        first = When.parse(start).start if start else date.min
        last = When.parse(end).end if end else date.max
        assert first <= last


def test_the_registry_is_current() -> None:
    assert list(registry.check_tables()) == [], "run python -m detente.archive.registry"


def test_the_registry_names_what_is_wrong(folder: Path) -> None:
    (folder / "korea.csv").write_text("date,source\n2020-01-01,PRK\n2020-01-02,PRK\n", encoding="utf-8")
    (folder / "facts.csv").write_text("fact,a\n", encoding="utf-8")
    registry.register()
    assert list(registry.check_tables()) == []
    assert registry.days_covered("korea.csv") == ("2020-01-01", "2020-01-02")
    with pytest.raises(TableDamaged, match=r"which days facts\.csv covers"):
        registry.days_covered("facts.csv")
    (folder / "facts.csv").unlink()
    (folder / "new.csv").write_text("a\n", encoding="utf-8")
    (folder / "korea.csv").write_text("date,source\n", encoding="utf-8")
    assert list(registry.check_tables()) == [
        "facts.csv: missing",
        "korea.csv: not what was registered",
        "new.csv: not in REGISTRY.json",
    ]


def test_a_missing_registry_is_named(folder: Path) -> None:
    assert not (folder / registry.REGISTRY).exists()
    with pytest.raises(TableDamaged, match=r"REGISTRY\.json"):
        list(registry.check_tables())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("code,name\nPRK\n", "line 2: wrong number of cells"),
        ("code,name\nPRK,a,b\n", "line 2: wrong number of cells"),
        ("code,name\nPRK,a\n", "states.csv line 2: 'cow'"),
        ("code,name,cow,gw,start,end,capital\nPRK,a,x,,,,\n", "states.csv line 2: invalid literal"),
    ],
)
def test_a_damaged_table_is_named_with_its_line(folder: Path, text: str, message: str) -> None:
    (folder / "states.csv").write_text(text, encoding="utf-8")
    with pytest.raises(TableDamaged, match=message):
        tables.states()


def test_a_missing_table_is_named(folder: Path) -> None:
    assert not any(folder.iterdir())
    with pytest.raises(TableDamaged, match=r"states\.csv is not in the installed package"):
        tables.states()
    assert tables.weights() == ()


def test_parameters_are_the_latest_vintage_not_after_the_day(folder: Path) -> None:
    room = folder / "fitted" / "runaway"
    room.mkdir(parents=True)
    for year in (1990, 1995):
        (room / f"{year}.json").write_text(f'{{"mu": {year}}}', encoding="utf-8")
    (room / "card.json").write_text("[]", encoding="utf-8")
    days = ("1989-12-31", "1994-12-31", "1995-01-01")
    parameters_of = {day: parameters(date.fromisoformat(day)) for day in days}
    assert parameters_of == {
        "1989-12-31": {},
        "1994-12-31": {"runaway": {"mu": 1990, "vintage": "1990"}},
        "1995-01-01": {"runaway": {"mu": 1995, "vintage": "1995"}},
    }


def test_shipped_cards_and_parameters_read() -> None:
    assert isinstance(cards(), tuple)
    assert all("vintage" in found for found in parameters(date(2022, 11, 3)).values())


def test_citations_name_every_source() -> None:
    mie, korea, unknown = citations(["mie-1.0", "detente:korea", "my-feed"])
    assert "Gibler" in mie
    assert "Terms: " in mie
    assert korea.startswith("detente:korea: ")
    assert "your own data" in unknown
    assert len(citations()) > 50
