"""Cleaning and splitting keep every offset, lose no word, take time in proportion, whatever the text."""

import re
import time
from contextlib import suppress
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.record.clean import clean, decode, squeezed, unwrapped
from detente.record.dispatch import open_dispatch
from detente.record.sentences import split_sentences
from detente.world.errors import InputRefused
from tests.properties.hostile import inputs
from tests.properties.hostile_words import BOMBS, INJECTIONS, NOISE

PARTS = st.lists(st.sampled_from((*NOISE, *INJECTIONS, *BOMBS, "Iran", "fired.", "Ã©t", "â€™s")), max_size=25)
TEXTS = st.text(max_size=200) | PARTS.map("".join) | PARTS.map(" ".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_no_character_moves(text: str) -> None:
    plain, _ = clean(text)
    assert len(plain) == len(unwrapped(plain)) == len(text)
    assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ufeff]", plain)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_squeezing_keeps_words_paragraphs_and_places(text: str) -> None:
    short, where = squeezed(text)
    assert short.split() == text.split()
    assert not re.search(r"[ \t]\s|\s[ \t]|\n\n\n|^\s|\s$", short)
    assert short.count("\n\n") <= text.count("\n")
    assert len(where) == len(short) == len(set(where))
    assert where == sorted(where)
    assert all(
        text[at] == char or (text[at].isspace() and char.isspace())
        for at, char in zip(where, short, strict=True)
    )


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_sentences_hold_every_word_in_order(text: str) -> None:
    spans = split_sentences(text)
    assert all(text[a:b].strip() == text[a:b] != "" for a, b in spans)
    assert all(b - a <= 1_500 for a, b in spans)
    gaps = pairwise((0, *(edge for span in spans for edge in span), len(text)))
    assert not any(text[a:b].strip() for a, b in islice(gaps, 0, None, 2))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Iran fired a mis\u00adsile at I\u200braq.", "Iran fired a missile  at Iraq. "),
        ("\u202eIran fired\u202c on\u2011shore.", "Iran  fired  on-shore."),
        ("\x1b]0;pwned\x07Iran \x1b[1mfired\x1b[0m.", " " * 10 + "Iran     fired    ."),
        ("Iran fired.\rIraq did.\u2028Peru.\x0cChile.", "Iran fired.\nIraq did.\nPeru.\nChile."),
        ("Irаn аnd Москва, NОrth Korea.", "Iran and Москва, NOrth Korea."),
        ("Ｉｒａｎ fired ２３\u3000times\u00a0now.", "Iran fired 23 times now."),
        ("Iran\u00e2\u0080\u0099s envoy, TÃ¼rkiye, â€œnotâ€\ufffd", "Iran’s   envoy, Türkiye,  “not”    "),
    ],
)
def test_what_is_not_seen_does_not_stand_between_letters(text: str, seen: str) -> None:
    assert clean(text)[0] == seen


@pytest.mark.parametrize(
    "mark", ["hidden", "style='color:red; display: none'", 'aria-hidden="true"', 'style="visibility:hidden"']
)
def test_what_a_page_hides_is_not_read(mark: str) -> None:
    page = f"<html><p>Iran <b>fired</b>.</p><div {mark}><i>Peru</i> bombed.</div><p>Iraq did.</p></html>"
    assert squeezed(clean(page)[0])[0].split() == ["Iran", "fired", ".", "Iraq", "did."]


def test_lines_broken_by_a_margin_are_joined_and_lists_are_not() -> None:
    prose = "North Korea fired at least 23 missiles into the sea\nand South Korea answered with three.\n"
    assert unwrapped(prose) == prose.replace("sea\nand", "sea and")
    assert squeezed(unwrapped(clean(f"Seoul.\n\n{prose}".replace("\n", "\r\n"))[0]))[0] == (
        f"Seoul.\n\n{prose}".replace("sea\nand", "sea and").strip()
    )
    for own in ("09:00 - Iran fired on an Iraqi border post, it says\n09:30 - Iraq replied.", "One.\nTwo.\n"):
        assert unwrapped(own) == own


def test_an_item_of_a_ticker_is_a_sentence() -> None:
    text = "09:00 - Iran fires on border post\n09:30 - Iraq replies\n* Talks off\nand still off"
    assert [text[a:b] for a, b in split_sentences(text)] == [
        "09:00 - Iran fires on border post",
        "09:30 - Iraq replies",
        "* Talks off\nand still off",
    ]


STARTS = ("Some words here now. ", "<html><p>TÃ¼rkiye fired ", "x\n")


@pytest.mark.parametrize("start", STARTS)
def test_time_is_in_proportion(start: str) -> None:
    """Repeats of each part, and an end that fits none: 50 ms a kB are allowed, 10 are taken at the most."""
    for part in (*BOMBS, "\n" + " " * 9, "a" * 45 + "\n", "\x1b]", "<p ", "<script>", "&amp"):
        raw = f"{start}{part * (8_000 // len(part))}x".encode("utf-8", "surrogatepass")
        begun = time.process_time()
        plain, _ = clean(decode(raw))
        split_sentences(unwrapped(plain))
        assert time.process_time() - begun < 0.01 * len(raw) / 1000 + 0.2, repr(part)


def test_any_input_is_opened_or_refused_by_name() -> None:
    for given_ in inputs(seed=7, count=500):
        with suppress(InputRefused):
            dispatch = open_dispatch(given_.raw, name=given_.name, day=given_.day)
            assert len(dispatch.text) == len(decode(given_.raw))
