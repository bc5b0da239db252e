"""A dispatch as tokens: names of states masked, every word found again, long texts read in pieces."""

from collections.abc import Callable, Sequence
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.record.gazetteer import Gazetteer, Mention
from detente.record.layout import MENTIONS, NO, SLOTS, WINDOW, Layout, lay_out, windows
from detente.record.pieces import WORD
from detente.record.sentences import split_sentences
from tests.unit.record.tiny import DAY, PAIRS, Tiny, quarrel, returned
from tests.unit.record.tiny_context import PIECES, PLACES

TEXT = "The United States warned Peru. President Reagan flew to Lima; Americans bombed Piura."


def laid_out(text: str, gazetteer: Gazetteer) -> Layout:
    return lay_out(text, split_sentences(text), gazetteer.find(text, DAY), PIECES)


def shown(layout: Layout) -> str:
    """Pieces by name, mentions as kind and slot."""
    return " ".join(
        PIECES.names[piece] if piece != NO else f"<{MENTIONS[kind]} {slot}>"
        for piece, kind, slot in zip(layout.piece, layout.kind, layout.slot, strict=True)
    )


def test_each_mention_is_one_token_and_each_sentence_ends(gazetteer: Gazetteer) -> None:
    layout = laid_out("The United States bombed Peru. Peru's border, the school.", gazetteer)
    assert layout.codes == ("PER", "USA")
    assert shown(layout) == (
        "[CLS] <name 1> bomb ##ed <name 0> . [SEP] <name 0> ' s border , the school . [SEP]"
    )
    assert layout.sentence == [0] * 7 + [1] * 9


def test_a_name_in_several_words_is_one_token_whichever_it_is(gazetteer: Gazetteer) -> None:
    mentions = gazetteer.find(TEXT, DAY)
    layout = laid_out(TEXT, gazetteer)
    named = [k for k, piece in enumerate(layout.piece) if piece == NO]
    assert [layout.at[mention.start] for mention in mentions] == named
    assert [MENTIONS[layout.kind[k]] for k in named] == [mention.kind for mention in mentions]
    assert {"name", "short", "capital", "demonym", "place"} <= {mention.kind for mention in mentions}


def test_words_for_where_and_former_leaders_are_told_apart() -> None:
    kinds = [(False, False), (True, False), (False, True), (True, True)]
    mentions = [
        Mention(k, k + 1, ("PER",), "leader", place, former) for k, (place, former) in enumerate(kinds)
    ]
    assert lay_out("abcd", [(0, 4)], mentions, PIECES).place == [0, 0, 1, 2, 3, 0]


def test_slots_are_given_by_how_often_a_state_is_named(gazetteer: Gazetteer) -> None:
    layout = laid_out("Peru met Ecuador. India met Ecuador. India met Ecuador.", gazetteer)
    assert layout.codes == ("ECU", "IND", "PER")
    assert [slot for slot in layout.slot if slot != NO] == [2, 0, 1, 0, 1, 0]


@pytest.mark.parametrize("told", [quarrel, returned])
def test_the_same_words_of_other_states_are_the_same_tokens(
    told: Callable[[str, str], Tiny], gazetteer: Gazetteer
) -> None:
    layouts = [laid_out(told(a, b).text, gazetteer) for a, b in PAIRS]
    assert len({shown(layout) for layout in layouts}) == 1
    assert len({layout.codes for layout in layouts}) == len(PAIRS)


def test_swapping_two_states_that_are_named_equally_often_swaps_slots_alone(gazetteer: Gazetteer) -> None:
    """The first of them stays the first slot: only its name is another."""
    text = "Turkey warned Peru. Peru shelled Turkey. India met Peru, Turkey."
    swapped = text.replace("Peru", "Greece").replace("Turkey", "Peru").replace("Greece", "Turkey")
    here, there = laid_out(text, gazetteer), laid_out(swapped, gazetteer)
    assert there.codes == tuple({"PER": "TUR", "TUR": "PER"}.get(code, code) for code in here.codes)
    for each in fields(Layout):
        if each.name not in ("codes", "at"):
            assert getattr(there, each.name) == getattr(here, each.name), each.name
    assert list(here.at.values()) == list(there.at.values())


def test_the_order_of_sentences_breaks_ties() -> None:
    mentions = [Mention(0, 1, ("B",), "name"), Mention(2, 3, ("A",), "name")]
    layout = lay_out("x y", [(0, 3)], mentions, PIECES)
    assert (layout.codes, layout.slot) == (("B", "A"), [NO, 0, 1, NO])


def test_an_ambiguous_name_and_a_13th_state_are_any_state() -> None:
    codes = [(f"S{k:02}",) for k in range(SLOTS + 1)]
    each = [*codes, *codes[:SLOTS], ("S00", "S01"), codes[0]]
    mentions = [Mention(k, k + 1, code, "name") for k, code in enumerate(each)]
    layout = lay_out("x" * len(each), [(0, len(each))], mentions, PIECES)
    assert layout.codes == tuple(code for (code,) in codes[:SLOTS])
    assert layout.slot == [NO, *range(SLOTS), SLOTS, *range(SLOTS), SLOTS, 0, NO]


def test_an_ambiguous_name_counts_for_no_state() -> None:
    mentions = [Mention(k, k + 1, code, "name") for k, code in enumerate([("A", "B"), ("A", "B"), ("B",)])]
    assert lay_out("xyz", [(0, 3)], mentions, PIECES).codes == ("B",)


def test_every_word_is_found_by_its_first_character(gazetteer: Gazetteer) -> None:
    layout, mentions = laid_out(TEXT, gazetteer), gazetteer.find(TEXT, DAY)
    inside = {k for mention in mentions for k in range(mention.start + 1, mention.end)}
    words = [word for word in WORD.finditer(TEXT) if word.start() not in inside]
    assert list(layout.at) == [word.start() for word in words]
    for word in words:
        token = layout.at[word.start()]
        known = {mention.start for mention in mentions}
        first = NO if word.start() in known else PIECES.of(word[0])[0]
        assert layout.piece[token] == first, word[0]


def test_names_outside_the_sentences_are_passed_over() -> None:
    """As those of a dateline that is read as no sentence."""
    mentions = [Mention(k, k + 1, (code,), "name") for k, code in ((0, "A"), (4, "B"), (8, "C"))]
    layout = lay_out("x a y b z", [(2, 7)], mentions, PIECES)
    assert shown(layout) == "[CLS] a <name 1> b [SEP]"
    assert layout.at == {2: 1, 4: 2, 6: 3}


def test_names_that_overlap_are_each_a_token_and_their_words_are_none() -> None:
    mentions = [Mention(0, 5, ("A",), "name"), Mention(2, 3, ("B",), "name")]
    assert shown(lay_out("a b c d", [(0, 7)], mentions, PIECES)) == "[CLS] <name 0> <name 1> d [SEP]"


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_an_empty_text_begins_and_tells_nothing(text: str, gazetteer: Gazetteer) -> None:
    layout = laid_out(text, gazetteer)
    assert (shown(layout), layout.codes, layout.at) == ("[CLS]", (), {})
    assert list(windows(layout, PIECES)) == [(0, 1, 0)]


def sentences(sizes: Sequence[int]) -> Layout:
    """A layout with sentences of so many tokens."""
    layout = Layout(())
    for number, size in enumerate(sizes):
        for _ in range(size - 1):
            layout.add(number, PIECES.first)
        layout.add(number, PIECES.end)
    return layout


SIZE = 12


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=30))
def test_windows_read_every_token_once_for_the_first_time_in_order(sizes: list[int]) -> None:
    layout = sentences(sizes)
    cut = list(windows(layout, PIECES, SIZE))
    assert [token for _, end, new in cut for token in range(new, end)] == list(range(len(layout)))
    for start, end, new in cut:
        assert 0 <= start <= new < end
        assert end - start <= SIZE
        assert new - start <= SIZE // 3


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(1, 2 * SIZE // 3), min_size=1, max_size=60))
def test_windows_keep_short_sentences_whole_and_are_few(sizes: list[int]) -> None:
    layout = sentences(sizes)
    edges = {0, *(k + 1 for k, piece in enumerate(layout.piece) if piece == PIECES.end)}
    cut = list(windows(layout, PIECES, SIZE))
    assert all({start, end, new} <= edges for start, end, new in cut)
    assert len(cut) <= 1 + len(layout) // (SIZE // 3)


def test_a_window_begins_in_what_was_read_before() -> None:
    assert list(windows(sentences([3] * 8), PIECES, SIZE)) == [(0, 12, 0), (9, 21, 12), (18, 24, 21)]


def test_a_text_that_fits_is_read_at_once() -> None:
    assert list(windows(sentences([WINDOW - 1, 1]), PIECES)) == [(0, WINDOW, 0)]
    assert len(list(windows(sentences([WINDOW, 1]), PIECES))) == 2
    assert WINDOW <= PLACES


def test_a_long_text_has_windows_in_proportion() -> None:
    rows = {n: len(list(windows(sentences([20] * n), PIECES))) for n in (100, 200, 400)}
    assert rows[200] <= 2 * rows[100] + 1
    assert rows[400] <= 4 * rows[100] + 3
    assert rows[400] <= 1 + 400 * 20 / (WINDOW * 2 / 3 - 20)
