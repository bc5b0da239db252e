"""Words cut into pieces: the longest first, and whatever is written has some."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.record.pieces import WORD, Pieces

NAMES = (
    *("[UNK]", "[SEP]", "[CLS]", "fire", "fir", "f", "##e", "##ed", "##d", "##ing", "ing", "quebec", "."),
    *("_", "a", "##a", "##b"),
)
PIECES = Pieces(NAMES)


def cut(word: str) -> list[str]:
    return [NAMES[number] for number in PIECES.of(word)]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("fire", ["fire"]),
        ("fired", ["fire", "##d"]),
        ("fired.", ["[UNK]"]),
        ("firing", ["fir", "##ing"]),
        ("ing", ["ing"]),
        ("feed", ["f", "##e", "##ed"]),
        ("abba", ["a", "##b", "##b", "##a"]),
        (".", ["."]),
        ("", []),
    ],
)
def test_the_longest_piece_is_taken_first(word: str, pieces: list[str]) -> None:
    assert cut(word) == pieces


@pytest.mark.parametrize("word", ["xyz", "firex", "xfire", "bed", "d", "戦争", "☃"])
def test_a_word_that_cannot_be_cut_to_its_end_is_unknown_as_a_whole(word: str) -> None:
    """Also where it begins with what only goes on: "##b" is no beginning."""
    assert cut(word) == ["[UNK]"]


@pytest.mark.parametrize("word", ["Québec", "QUEBEC", "quebec", "QUÉBEC"])
def test_accents_and_capitals_make_no_difference(word: str) -> None:
    assert cut(word) == ["quebec"]


def test_a_very_long_word_is_unknown() -> None:
    assert cut("a" * 100) == ["a", *["##a"] * 99]
    assert cut("a" * 101) == ["[UNK]"]


def test_the_special_pieces_have_their_own_numbers() -> None:
    assert [NAMES[number] for number in (PIECES.first, PIECES.end)] == ["[CLS]", "[SEP]"]
    assert PIECES.names == NAMES


@pytest.mark.parametrize("name", ["[CLS]", "[SEP]", "[UNK]"])
def test_a_vocabulary_without_a_special_piece_is_refused(name: str) -> None:
    with pytest.raises(KeyError, match=name[1:4]):
        Pieces([other for other in NAMES if other != name])


def test_what_is_written_like_a_special_piece_is_cut_as_words_are() -> None:
    """Nobody can write the end of a sentence into one."""
    words = [word[0] for word in WORD.finditer("[SEP] [CLS]")]
    assert words == ["[", "SEP", "]", "[", "CLS", "]"]
    assert {name for word in words for name in cut(word)} == {"[UNK]"}


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.text(alphabet="fireding.abÉQuèÇ_", max_size=120)))
def test_whatever_is_written_has_pieces_of_the_vocabulary(text: str) -> None:
    words = [word[0] for word in WORD.finditer(text)]
    assert "".join(words) == "".join(text.split())
    for word in words:
        numbers = PIECES.of(word)
        assert numbers
        assert all(0 <= number < len(NAMES) for number in numbers)
        assert not {PIECES.first, PIECES.end} & set(numbers)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="fired", min_size=1, max_size=30))
def test_the_pieces_of_a_known_word_put_together_are_the_word(word: str) -> None:
    names = cut(word)
    assert names == ["[UNK]"] or "".join(name.removeprefix("##") for name in names) == word
    assert all(name.startswith("##") for name in names[1:])
