"""Seas, regions and things that bear a state's name are no mention of the state; the state beside them is."""

from datetime import date

import pytest

from detente.archive import tables
from detente.record.gazetteer import Gazetteer, fold
from detente.record.not_states import NOT_STATES

DAY = date(2016, 7, 13)


def codes(gazetteer: Gazetteer, text: str) -> list[str]:
    """The states that a text names, in order."""
    return [code for mention in gazetteer.find(text, DAY) for code in mention.codes]


@pytest.mark.parametrize("phrase", NOT_STATES)
def test_the_phrase_names_no_state(shipped: Gazetteer, phrase: str) -> None:
    text = f"Nothing was seen of the {phrase} on Monday."
    first = text.index(phrase)
    found = [m for m in shipped.find(text, DAY) if m.end > first and m.start < first + len(phrase)]
    assert found == []


@pytest.mark.parametrize("phrase", NOT_STATES)
def test_nor_does_it_in_a_text_in_capitals(shipped: Gazetteer, phrase: str) -> None:
    assert codes(shipped, f"NOTHING WAS SEEN OF THE {phrase.upper()}.") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The South China Sea was calm.", []),
        ("A ship lay off China.", ["CHN"]),
        ("A Chinese ship in the South China Sea turned back.", ["CHN"]),
        ("In the South China Sea a Chinese ship met a Philippine one.", ["CHN", "PHL"]),
        ("Troops of Papua New Guinea landed.", ["PNG"]),
        ("Troops of Guinea landed.", ["GIN"]),
        ("Off Japan, in the Sea of Japan, it fell.", ["JPN"]),
        ("Jordan closed the Jordan Valley.", ["JOR"]),
        ("Chad sent boats over Lake Chad.", ["TCD"]),
        ("India patrols the Indian Ocean.", ["IND"]),
        ("Oman warned of mines in the Gulf of Oman.", ["OMN"]),
        ("The New Mexico National Guard went to Mexico.", ["MEX"]),
        ("An Air France jet left France.", ["FRA"]),
        ("A ship left French Polynesia.", ["FRA"]),
    ],
)
def test_the_state_beside_it_is_named(shipped: Gazetteer, text: str, found: list[str]) -> None:
    assert codes(shipped, text) == found


def test_no_phrase_stands_twice() -> None:
    assert len({fold(phrase) for phrase in NOT_STATES}) == len(NOT_STATES)


def test_no_phrase_hides_a_name_of_our_tables() -> None:
    names = {fold(row.alias) for row in tables.names()} | {fold(state.name) for state in tables.states()}
    assert names.isdisjoint({fold(phrase) for phrase in NOT_STATES})
