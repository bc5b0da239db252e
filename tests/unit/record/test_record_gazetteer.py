from datetime import date

import pytest

from detente.record.gazetteer import Gazetteer, fold

DAY = date(1981, 2, 4)


def codes(gazetteer: Gazetteer, text: str, day: date | None = DAY) -> list[tuple[str, ...]]:
    return [mention.codes for mention in gazetteer.find(text, day)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lima and Quito", [("PER",), ("ECU",)]),
        ("Peruvian jets", [("PER",)]),
        ("Perus are not there", []),
        ("He ate a turkey in Grease.", []),
        ("Peru's army", [("PER",)]),
        ("The United States and the U.S. navy", [("USA",), ("USA",)]),
        ("south of the border", []),
    ],
)
def test_finds(gazetteer: Gazetteer, text: str, expected: list[tuple[str, ...]]) -> None:
    assert codes(gazetteer, text) == expected


def test_longest_reading_wins(gazetteer: Gazetteer) -> None:
    (mention,) = gazetteer.find("South Korean guns", DAY)
    assert mention.codes == ("KOR",)


def test_names_that_need_a_pair(gazetteer: Gazetteer) -> None:
    assert codes(gazetteer, "The North won the cup.") == []
    assert codes(gazetteer, "Seoul waited. The North was silent.") == [("KOR",), ("PRK",)]
    assert codes(gazetteer, "Seoul said northern boats came.") == [("KOR",), ("PRK",)]
    assert codes(gazetteer, "Seoul lies in the northern hills.") == [("KOR",)]


def test_spans_of_leaders(gazetteer: Gazetteer) -> None:
    assert codes(gazetteer, "Reagan phoned Brezhnev.") == [("USA",), ("RUS",)]
    assert codes(gazetteer, "Reagan spoke.", date(1979, 1, 1)) == []
    assert codes(gazetteer, "President Reagan spoke.", date(1999, 1, 1)) == [("USA",)]
    (mention,) = gazetteer.find("Ronald Reagan once said so.", date(1999, 1, 1))
    assert mention.former


def test_places_and_capitals_as_places(gazetteer: Gazetteer) -> None:
    in_lima, lima, piura = gazetteer.find("In Lima crowds met; Lima denied it; a jet fell near Piura.", DAY)
    assert in_lima.place
    assert not lima.place
    assert piura.place


def test_cables_in_one_case(gazetteer: Gazetteer) -> None:
    assert codes(gazetteer, "peru shelled a village in ecuador, quito says") == [("PER",), ("ECU",), ("ECU",)]


def test_fold_keeps_length() -> None:
    text = "Élysée’s İstanbul ß"
    assert len(fold(text)) == len(text)


def test_shipped_tables(shipped: Gazetteer) -> None:
    found = codes(shipped, "Ulan Bator and Beijing, the Kremlin and Khrushchev", date(1962, 10, 20))
    assert found[1:] == [("CHN",), ("RUS",), ("RUS",)]
